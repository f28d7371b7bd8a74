"""`regulars`: the command line. Each command imports what it needs when it runs, so help is quick."""
