"""Files from elsewhere: SFTP, S3-compatible storage, an HTTPS address, a mailbox, through Airflow's connections.

One module per kind says what is there and brings one file; `pull` does the rest and is the same for all. Airflow is
imported by the kinds only, so a home without locations never pays for it.
"""
