# Words of the pages: firm.
