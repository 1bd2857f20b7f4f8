use super::*;
use crate::svg::tests::{by_line, check_markup, hostile};

fn testford() -> Region {
    macro_rules! pack {
        ($($name:literal)*) => {
            [$(($name.to_owned(), include_str!(concat!("../../../centre/fixtures/testford/", $name)).to_owned())),*]
        };
    }
    Region::read(&pack!["region.toml" "boroughs.csv" "boundaries.geojson" "outcodes.csv" "sectors.csv" "divisions.csv" "holidays.csv" "bodies.toml"]).unwrap()
}

fn map<'r>(region: &'r Region, figures: &[(&str, u64)]) -> BoroughMap<'r> {
    let figure = |(code, value): &(&str, u64)| AreaFigure {
        borough: BoroughCode::parse(code).unwrap(),
        value: *value,
        address: Some(SiteAddress::parse(&format!("/boroughs/{code}")).unwrap()),
    };
    BoroughMap {
        id: FigureId::parse("members-map").unwrap(),
        title: "Members by borough".into(),
        noun: ("member".into(), "members".into()),
        hide_below: 5,
        withheld: Vec::new(),
        are_shares: false,
        region,
        figures: figures.iter().map(figure).collect(),
    }
}

#[test]
fn a_map_is_drawn_with_links_and_signs() {
    let region = testford();
    let map = map(&region, &[("T01", 12), ("T02", 1300), ("T03", 4)]);
    check_markup(&map.svg());
    insta::assert_snapshot!(by_line(&map.svg()), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="members-map-title members-map-desc" class="wh-map" role="group" viewBox="-8 -8 1016 450" width="100%">
    <title id="members-map-title">Members by borough</title>
    <desc id="members-map-desc">The most in Market, 1,300. 1 borough has fewer than 5 and no figure is shown.</desc>
    <defs>
    <pattern id="members-map-hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="wh-map__area--none" x="-9" y="-9" width="40" height="40" fill="#e6e2da"/>
    <line class="wh-map__hatch" y2="14" stroke="#8a94a0" stroke-width="3"/>
    </pattern>
    </defs>
    <a class="wh-map__link" href="/boroughs/T02" aria-label="Market: 1,300 members">
    <title>Market: 1,300 members</title>
    <path class="wh-map__area wh-map__area--step-5" d="M0 434l455 0 0-289-455 0zM46 361l45 0 0-36-45 0z" fill="#1c3f66" fill-rule="evenodd" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>
    </a>
    <a class="wh-map__link" href="/boroughs/T01" aria-label="Northgate: 12 members">
    <title>Northgate: 12 members</title>
    <path class="wh-map__area wh-map__area--step-1" d="M0 145l909 0 0-145-909 0z" fill="#dbe5ef" fill-rule="evenodd" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>
    </a>
    <a class="wh-map__link" href="/boroughs/T03" aria-label="Quay: fewer than 5 members">
    <title>Quay: fewer than 5 members</title>
    <path class="wh-map__area wh-map__area--hidden" d="M455 434l454 0 0-289-454 0zM955 434l45 0 0-73z" fill="url(#members-map-hatch)" fill-rule="evenodd" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>
    </a>
    <g aria-hidden="true" pointer-events="none">
    <text class="wh-map__label wh-map__label--step-5" x="227.3" y="289.1" dy="0.35em" text-anchor="middle" font-size="30" fill="#fff">5</text>
    <text class="wh-map__label wh-map__label--step-1" x="454.5" y="72.3" dy="0.35em" text-anchor="middle" font-size="30" fill="#12263c">1</text>
    </g>
    </svg>
    "##);
}

#[test]
fn the_key_names_every_look_on_the_map() {
    let region = testford();
    let map = map(&region, &[("T01", 12), ("T03", 4)]);
    let document = roxmltree::Document::parse(map.legend().as_str())
        .unwrap()
        .root_element()
        .descendants()
        .filter(|n| n.has_tag_name("text") && n.attribute("class") == Some("wh-legend__text"))
        .filter_map(|n| n.text().map(str::to_owned))
        .collect::<Vec<_>>();
    assert_eq!(document, ["12 members", "fewer than 5 members", "no figure"]);
    check_markup(&map.legend());
}

#[test]
fn small_counts_are_hidden_in_picture_table_sentence_and_file() {
    let region = testford();
    let map = map(&region, &[("T01", 12), ("T02", 1300), ("T03", 4)]);
    assert_eq!(
        map.summary(),
        "The most in Market, 1,300. 1 borough has fewer than 5 and no figure is shown."
    );
    assert_eq!(
        map.csv(),
        "\u{feff}\"Borough\",\"Members\"\r\n\"Market\",\"1300\"\r\n\"Northgate\",\"12\"\r\n\"Quay\",\"fewer than 5 members\"\r\n"
    );
    let other = BoroughMap {
        figures: map
            .figures
            .iter()
            .cloned()
            .map(|mut f| {
                if f.value == 4 {
                    f.value = 1
                }
                f
            })
            .collect(),
        ..map.clone()
    };
    assert_eq!(map.svg(), other.svg(), "a hidden count leaves no trace");
    assert_eq!(map.legend(), other.legend());
}

#[test]
fn at_the_threshold_a_count_is_shown_and_nought_always_is() {
    let region = testford();
    let map = map(&region, &[("T01", 5), ("T02", 0), ("T03", 1)]);
    let cells: Vec<_> = map.table().rows.into_iter().map(|r| r[1].text.clone()).collect();
    assert_eq!(cells, ["0", "5", "fewer than 5 members"]);
}

#[test]
fn without_small_counts_the_total_is_told() {
    let region = testford();
    assert_eq!(
        map(&region, &[("T01", 10), ("T02", 1), ("T03", 20)].map(|(c, v)| (c, v * 10))).summary(),
        "310 members in all. The most in Quay, 200."
    );
    assert_eq!(map(&region, &[]).summary(), "No members to show yet.");
    check_markup(&map(&region, &[]).svg());
}

#[test]
fn hostile_names_stay_text() {
    let mut region = testford();
    region.boroughs[0].name = hostile().into();
    let mut map = map(&region, &[("T02", 12)]);
    map.title = hostile().into();
    map.noun.1 = hostile().into();
    check_markup(&map.svg());
    check_markup(&map.legend());
}

#[test]
fn a_withheld_borough_is_hidden_everywhere_and_does_not_say_why() {
    let region = testford();
    let withheld = vec![BoroughCode::parse("T01").unwrap(), BoroughCode::parse("T03").unwrap()];
    let map = BoroughMap { withheld, ..map(&region, &[("T01", 12), ("T02", 1300), ("T03", 4)]) };
    assert_eq!(
        map.summary(),
        "The most in Market, 1,300. 2 boroughs are not shown, so that no firm can be told from the figures."
    );
    assert_eq!(
        map.csv(),
        "\u{feff}\"Borough\",\"Members\"\r\n\"Market\",\"1300\"\r\n\"Northgate\",\"not shown\"\r\n\"Quay\",\"not shown\"\r\n"
    );
    assert!(!map.svg().as_str().contains("12 members"));
}

#[test]
fn shares_make_no_sum() {
    let region = testford();
    let map = BoroughMap {
        are_shares: true,
        noun: ("per cent".into(), "per cent".into()),
        ..map(&region, &[("T01", 12), ("T02", 60)])
    };
    assert_eq!(map.summary(), "The most in Market, 60.");
}
