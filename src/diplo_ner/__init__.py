"""Who is who and who did what with whom in Russian diplomatic and political news."""
