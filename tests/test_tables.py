"""Tables of texts into tables of relations, here and on clusters."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pandas
import pytest

from diplo_ner import InputError, extract
from diplo_ner.export.tables import COLUMNS, batches_to_relations, no_relations, texts_to_relations

TEXT = "Вчера президент Латвии Янис Озолс встретился в Риге с послом Эстонии Марком Тамме."


def test_rows_tell_their_text() -> None:
    texts = pandas.DataFrame(
        {"document": [7, "b", "c", "d"], "text": [TEXT, "", None, TEXT], "other": 1}, index=[3, 3, 3, 3]
    )
    table = texts_to_relations(texts)
    found = extract(TEXT).relations
    assert list(table.document) == ["7"] * len(found) + ["c"] + ["d"] * len(found)
    assert list(table.type.dropna()) == [r.type for r in found] * 2
    failed = table[table.error.notna()]
    assert failed.error.item().startswith("InputError: a text must be str")
    assert failed.drop(columns=["document", "error"]).isna().all(axis=None)


def test_each_text_has_its_day_of_publication() -> None:
    days = [date(2024, 1, 17), None, pandas.Timestamp(2024, 1, 17, 12), date(2024, 3, 1)]
    table = texts_to_relations(pandas.DataFrame({"document": range(4), "text": TEXT, "published": days}))
    for place, day in enumerate((date(2024, 1, 17), None, date(2024, 1, 17), date(2024, 3, 1))):
        expected = extract(TEXT, published=day)
        dates = [r.date and expected.entity(r.date).name for r in expected.relations]
        assert [None if pandas.isna(d) else d for d in table[table.document == str(place)].date] == dates
    assert list(dict.fromkeys(table.document)) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("texts", [[], [""], [TEXT], [None]])
def test_the_schema_is_fixed(texts: list[str | None]) -> None:
    frame = pandas.DataFrame({"document": range(len(texts)), "text": texts})
    (table,) = batches_to_relations(iter([frame]))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COLUMNS
    assert list(table.dtypes) == list(no_relations().dtypes)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="no column document"):
        texts_to_relations(pandas.DataFrame({"text": [TEXT]}))


TEXTS = "pandas.DataFrame({'document': [f'd{n}' for n in range(24)], 'text': [f'{TEXT} Было {n}.' for n in range(24)]})"
DASK = f"""
import os, signal, sys, time
import dask.dataframe, pandas
from distributed import Client, LocalCluster, wait
from diplo_ner.export.tables import no_relations, texts_to_relations

def main():
    TEXT = {TEXT!r}
    texts = {TEXTS}
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        lazy = dask.dataframe.from_pandas(texts, npartitions=12)
        parts = client.compute(lazy.map_partitions(texts_to_relations, meta=no_relations()).to_delayed())
        wait(parts, return_when="FIRST_COMPLETED")
        victim = next(iter(client.run(os.getpid).values()))
        os.kill(victim, signal.SIGKILL)
        table = pandas.concat(client.gather(parts))
        assert victim not in client.run(os.getpid).values()
    expected = texts_to_relations(texts)
    pandas.testing.assert_frame_equal(table.reset_index(drop=True), expected, check_dtype=False)
    assert len(expected) >= 24 * 3
    print("all there, once each")

if __name__ == "__main__":
    main()
"""
SPARK = f"""
import pandas
from pyspark.sql import SparkSession
from diplo_ner.export.tables import SPARK_SCHEMA, batches_to_relations, texts_to_relations
TEXT = {TEXT!r}
texts = {TEXTS}
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
rows = spark.createDataFrame(texts).repartition(3)
table = rows.mapInPandas(batches_to_relations, SPARK_SCHEMA).toPandas()
columns = ["document", "id", "type", "head_name", "tail_name", "start", "confidence", "cameo", "error"]
def facts(frame):
    return sorted(tuple(None if pandas.isna(v) else v for v in row) for row in frame[columns].values)
assert facts(table) == facts(texts_to_relations(texts))
print("all there, once each")
"""


def _run(script: str, folder: Path) -> str:
    (folder / "script.py").write_text(script, encoding="utf-8")
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    command = [sys.executable, "script.py"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="kills a worker as POSIX does")
def test_dask_cluster_with_a_worker_killed(tmp_path: Path) -> None:
    assert _run(DASK, tmp_path) == "all there, once each\n"


@pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="Spark needs java and 'pip install pyspark', which is no dependency of the tests",
)
def test_spark(tmp_path: Path) -> None:
    assert _run(SPARK, tmp_path) == "all there, once each\n"
