//! Documents and pictures: charts and maps as SVG.
