"""Files that hold tables inside something else: zip files, workbooks, web pages. Opened in a child process only."""
