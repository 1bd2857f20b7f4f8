# Words of the pages: check.
