# Words of the pages: join.
