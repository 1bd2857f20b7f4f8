//! Documents and pictures: sheets as PDF; charts, maps, codes and badges as SVG.
//!
//! Question answered: *how is this figure shown so that everybody can read it?*
//! In: numbers with their names, a region's outlines, the words of a letter. Out: for each figure one drawing, one
//! table, one sentence and one file, all from the same values ([`Figure`]); for each letter one PDF ([`Sheet`]).
//! Never: a database, a page, a clock, a script or an inline style. Names are typed by
//! strangers: every text is escaped here, and [`Svg`] is made nowhere else.
//! Start reading at [`Figure`], then [`BarChart`] and [`BoroughMap`].
//!
//! # Classes for the theme
//! Drawings carry plain colours as presentation attributes, so that they are readable without
//! a style sheet; a theme overrides them by class. Charts are as wide as their place and keep
//! their text size; maps scale as a whole. A dark theme turns the scale of a map round, so that
//! the strongest class stands out most, and gives areas and parts its ground as their stroke.
//!
//! | class | what |
//! | --- | --- |
//! | `wh-chart` | the drawing; also `wh-chart--bars`, `--steps`, `--strip` |
//! | `wh-chart__label`, `wh-chart__value`, `wh-chart__axis` | text: a name, its figure, the words of an axis |
//! | `wh-chart__track`, `wh-chart__bar`, `wh-chart__bar--marked` | the ground of a bar, a bar, the bar that the page is about |
//! | `wh-chart__grid`, `wh-chart__line`, `wh-chart__dot` | a level, the line, a point on it |
//! | `wh-chart__part`, `wh-chart__part--kept`, `--partly`, `--not-kept`, `--could-not-check` | a part of a strip by its state |
//! | `wh-chart__sign` | the sign in a part, which says the same without colour |
//! | `wh-map` | the map |
//! | `wh-map__area`, `wh-map__area--step-1` … `--step-5` | a borough by its class, light to strong |
//! | `wh-map__area--none`, `wh-map__area--hidden` | a borough without a figure, or with one too small to show (hatched) |
//! | `wh-map__link` | the link around a borough; style its focus |
//! | `wh-map__label`, `wh-map__label--step-1` … `--step-5`, `--none`, `--hidden` | the class as a figure inside the borough |
//! | `wh-map__hatch` | the strokes of the hatching |
//! | `wh-legend`, `wh-legend__swatch`, `wh-legend__text` | the key under a map; swatches carry the area classes too |
//! | `wh-badge` | a badge: it has its own ground and is the same in every theme |
//! | `wh-qr`, `wh-qr__ground`, `wh-qr__modules` | a code to be scanned; keep it dark on light in every theme |

mod address;
mod badge;
mod bars;
mod borough_map;
mod classes;
mod drawing;
mod figure;
mod figure_id;
mod legend;
mod outline_path;
mod qr;
mod sheet;
mod steps;
mod strip;
mod svg;
mod timeline;

pub use address::{SiteAddress, SiteAddressError};
pub use badge::{BADGE_SIZE, Badge};
pub use bars::{Bar, BarChart};
pub use borough_map::{AreaFigure, BoroughMap};
pub use figure::{Cell, Figure, Table};
pub use figure_id::{FigureId, FigureIdError};
pub use qr::{QrError, qr_code};
pub use sheet::{Block, LONGEST_TEXT, MOST_BLOCKS, MOST_ENTRIES, Sheet, SheetError};
pub use steps::{StepChart, StepPoint};
pub use strip::{Part, StripChart, StripRow};
pub use svg::Svg;
pub use timeline::{Timeline, TimelineEntry};
