# Words of the pages: front.
