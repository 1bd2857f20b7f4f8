//! A city's boroughs with a figure each.

use centre::region::{Borough, BoroughCode, Region};

use crate::bars::capitalised;
use crate::classes::{Class, classes};
use crate::drawing::{Drawing, number};
use crate::figure::{counted, grouped};
use crate::legend::{self, LegendRow};
use crate::outline_path::path_data;
use crate::{Cell, Figure, FigureId, SiteAddress, Svg, Table};

/// Room around the outlines, in map units, so that strokes and focus marks are not cut off.
const MARGIN: f64 = 8.0;

/// The figure of one borough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaFigure {
    /// Which borough.
    pub borough: BoroughCode,
    /// How many.
    pub value: u64,
    /// Where the borough leads, if anywhere.
    pub address: Option<SiteAddress>,
}

/// Counts by borough on a map. A borough without a figure is drawn as such, never as nought.
///
/// Counts from 1 up to `hide_below` are hidden in picture, table, sentence and file alike.
/// Whoever shows a total beside the map gives one hidden borough away; the map's own sentence
/// tells no total then.
#[derive(Debug, Clone)]
pub struct BoroughMap<'r> {
    /// Once on its page.
    pub id: FigureId,
    /// What is counted, for example `Members by borough`.
    pub title: String,
    /// What one and many of the counted are called: `("member", "members")`.
    pub noun: (String, String),
    /// Counts above 0 and below this are not shown. 0 or 1 shows everything.
    pub hide_below: u64,
    /// Boroughs that are not shown whatever their figure, so that no small count can be found by
    /// subtraction. When there are any, a hidden borough does not say why it is hidden.
    pub withheld: Vec<BoroughCode>,
    /// Whether the figures are shares in per cent: those make no sum.
    pub are_shares: bool,
    /// Whose outlines are drawn.
    pub region: &'r Region,
    /// One for each borough that has one.
    pub figures: Vec<AreaFigure>,
}

/// What is known of a borough, as far as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Count(u64, usize),
    Hidden,
    Nothing,
}

impl Known {
    fn suffix(self) -> String {
        match self {
            Self::Count(_, step) => format!("step-{step}"),
            Self::Hidden => "hidden".to_owned(),
            Self::Nothing => "none".to_owned(),
        }
    }

    fn sign(self) -> String {
        match self {
            Self::Count(_, step) => step.to_string(),
            Self::Hidden | Self::Nothing => String::new(),
        }
    }
}

impl BoroughMap<'_> {
    fn figure(&self, borough: &Borough) -> Option<&AreaFigure> {
        self.figures.iter().find(|f| f.borough == borough.code)
    }

    fn is_hidden(&self, figure: &AreaFigure) -> bool {
        self.withheld.contains(&figure.borough) || (figure.value > 0 && figure.value < self.hide_below)
    }

    fn classes(&self) -> Vec<Class> {
        let figures = self.region.boroughs.iter().filter_map(|b| self.figure(b));
        classes(&figures.filter(|f| !self.is_hidden(f)).map(|f| f.value).collect::<Vec<_>>())
    }

    fn known(&self, borough: &Borough, classes: &[Class]) -> Known {
        match self.figure(borough) {
            None => Known::Nothing,
            Some(figure) if self.is_hidden(figure) => Known::Hidden,
            Some(figure) => {
                let step = classes.iter().find(|c| figure.value <= c.to).map_or(1, |c| c.step);
                Known::Count(figure.value, step)
            }
        }
    }

    fn words(&self, known: Known) -> String {
        match known {
            Known::Count(value, _) => counted(value, (&self.noun.0, &self.noun.1)),
            Known::Hidden if !self.withheld.is_empty() => "not shown".to_owned(),
            Known::Hidden => format!("fewer than {} {}", self.hide_below, self.noun.1),
            Known::Nothing => "no figure".to_owned(),
        }
    }

    /// The key to the classes, to stand under the map. It repeats what the table says, so
    /// screen readers pass over it.
    pub fn legend(&self) -> Svg {
        let classes = self.classes();
        let all: Vec<_> = self.region.boroughs.iter().map(|b| self.known(b, &classes)).collect();
        let mut rows: Vec<_> = classes.iter().map(|class| self.class_row(class)).collect();
        for other in [Known::Hidden, Known::Nothing] {
            if all.contains(&other) {
                rows.push(LegendRow { look: other.suffix(), sign: String::new(), text: self.words(other) });
            }
        }
        legend::draw(&self.id, &rows)
    }

    fn class_row(&self, class: &Class) -> LegendRow {
        let text = if class.from == class.to {
            counted(class.to, (&self.noun.0, &self.noun.1))
        } else {
            format!("{} to {} {}", grouped(class.from), grouped(class.to), self.noun.1)
        };
        LegendRow { look: format!("step-{}", class.step), sign: class.step.to_string(), text }
    }

    fn draw_borough(&self, drawing: &mut Drawing, borough: &Borough, known: Known) {
        let told = format!("{}: {}", borough.name, self.words(known));
        let address = self.figure(borough).and_then(|f| f.address.as_ref()).map(ToString::to_string);
        match &address {
            Some(address) => drawing.start(
                "a",
                &[("class", "wh-map__link"), ("href", address.as_str()), ("aria-label", told.as_str())],
            ),
            None => drawing.start("g", &[]),
        }
        drawing.words("title", &[], &told);
        let class = format!("wh-map__area wh-map__area--{}", known.suffix());
        let data = path_data(&borough.outline);
        let fill = legend::fill(&self.id, &known.suffix());
        let path = [
            ("class", class.as_str()),
            ("d", data.as_str()),
            ("fill", fill.as_str()),
            ("fill-rule", "evenodd"),
            ("stroke", "#fff"),
            ("stroke-width", "2"),
            ("stroke-linejoin", "round"),
        ];
        drawing.shape("path", &path);
        drawing.end(if address.is_some() { "a" } else { "g" });
    }

    /// The classes as figures, above every area and out of the way of pointers. They stand for
    /// eyes only: the borough's name and figure are spoken with its area.
    fn draw_signs(&self, drawing: &mut Drawing, classes: &[Class]) {
        drawing.start("g", &[("aria-hidden", "true"), ("pointer-events", "none")]);
        for borough in &self.region.boroughs {
            let known = self.known(borough, classes);
            let class = format!("wh-map__label wh-map__label--{}", known.suffix());
            let (x, y) = (number(borough.centre.x), number(borough.centre.y));
            let text = [
                ("class", class.as_str()),
                ("x", x.as_str()),
                ("y", y.as_str()),
                ("dy", "0.35em"),
                ("text-anchor", "middle"),
                ("font-size", "30"),
                ("fill", legend::ink(&known.suffix())),
            ];
            if !known.sign().is_empty() {
                drawing.words("text", &text, &known.sign());
            }
        }
        drawing.end("g");
    }
}

impl Figure for BoroughMap<'_> {
    fn svg(&self) -> Svg {
        let frame = self.region.map;
        let view = format!(
            "{} {} {} {}",
            number(-MARGIN),
            number(-MARGIN),
            number(frame.width + 2.0 * MARGIN),
            number(frame.height + 2.0 * MARGIN)
        );
        let has_links = self.figures.iter().any(|f| f.address.is_some());
        let role = if has_links { "group" } else { "img" };
        let attributes = [("class", "wh-map"), ("role", role), ("viewBox", view.as_str()), ("width", "100%")];
        let mut drawing = Drawing::open(&self.id, &attributes, &self.title, &self.summary());
        let classes = self.classes();
        legend::define_hatch(&mut drawing, &self.id, 14.0);
        for borough in &self.region.boroughs {
            self.draw_borough(&mut drawing, borough, self.known(borough, &classes));
        }
        self.draw_signs(&mut drawing, &classes);
        drawing.close()
    }

    fn table(&self) -> Table {
        let classes = self.classes();
        let rows = self.region.boroughs.iter().map(|borough| {
            let cell = match self.known(borough, &classes) {
                Known::Count(value, _) => Cell::number(value),
                other => Cell::words(self.words(other)),
            };
            vec![Cell::words(&borough.name), cell]
        });
        Table {
            caption: self.title.clone(),
            headings: vec!["Borough".to_owned(), capitalised(&self.noun.1)],
            rows: rows.collect(),
        }
    }

    fn summary(&self) -> String {
        let classes = self.classes();
        let all: Vec<_> = self.region.boroughs.iter().map(|b| (b, self.known(b, &classes))).collect();
        let shown = all.iter().filter_map(|(b, known)| match known {
            Known::Count(value, _) => Some((*value, b.name.as_str())),
            Known::Hidden | Known::Nothing => None,
        });
        let shown: Vec<_> = shown.collect();
        let hidden = all.iter().filter(|(_, known)| *known == Known::Hidden).count();
        let most = shown.iter().max_by_key(|(value, _)| *value).filter(|(value, _)| *value > 0);
        let mut told = match most {
            Some((value, name)) => format!("The most in {name}, {}.", grouped(*value)),
            None => format!("No {} to show yet.", self.noun.1),
        };
        if hidden == 0 && most.is_some() && !self.are_shares {
            let total = shown.iter().map(|(value, _)| *value).fold(0, u64::saturating_add);
            told = format!("{} in all. {told}", counted(total, (&self.noun.0, &self.noun.1)));
        }
        if hidden > 0 && !self.withheld.is_empty() {
            let boroughs = counted(hidden as u64, ("borough is", "boroughs are"));
            told = format!("{told} {boroughs} not shown, so that no firm can be told from the figures.");
        } else if hidden > 0 {
            let boroughs = counted(hidden as u64, ("borough has", "boroughs have"));
            told = format!("{told} {boroughs} fewer than {} and no figure is shown.", self.hide_below);
        }
        told
    }
}

#[cfg(test)]
mod tests;
