"""``python -m diplo_ner`` is the command ``diplo-ner``."""

from diplo_ner.cli import main

if __name__ == "__main__":
    main()
