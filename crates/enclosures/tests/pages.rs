//! Web pages, drawings, cards, profiles, shortcuts and notebooks.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod make;

use enclosures::{Alarm, Kind};
use make::{alarms, opened, wide};

#[test]
fn a_page_has_the_words_and_links_that_people_see() {
    let page = opened("a.html", b"<html><head><title>x</title></head><body><p>Pay <a href='https://example.com/p'>your bank</a></p><script></script></body></html>");
    assert_eq!((page.kind, page.text.as_str()), (Kind::Html, "Pay your bank"));
    assert_eq!(
        (page.links[0].target.as_str(), page.links[0].shown.as_str()),
        ("https://example.com/p", "your bank")
    );
}

#[test]
fn a_page_that_asks_for_a_password_says_where_it_goes() {
    let page = alarms(
        "a.htm",
        b"<html><form action='https://example.com/take'><input name=u><input type=password></form></html>",
    );
    assert_eq!(page, [Alarm::HtmlWithForm { action: "https://example.com/take".into(), password: true }]);
    let search = alarms(
        "a.htm",
        b"<html><form action='/s'><input type=hidden name=q><input type=submit></form></html>",
    );
    assert_eq!(search, []);
}

#[test]
fn a_page_that_makes_a_file_is_told_and_the_file_is_opened() {
    let page = format!(
        "<html><script>var d=atob('{}');var b=new Blob([d]);var u=URL.createObjectURL(b);</script></html>",
        "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    );
    let page = opened("a.html", page.as_bytes());
    assert!(
        page.alarms.contains(&Alarm::Smuggling {
            how: vec!["atob(".into(), "createobjecturl".into(), "new blob".into()]
        }),
        "{:?}",
        page.alarms
    );
    assert_eq!(page.inside[0].kind, Kind::Program);
}

#[test]
fn pages_in_addresses_and_pages_that_lead_on_are_told() {
    let page = opened("a.html", b"<html><meta http-equiv=refresh content='0; url=https://example.com/next'><iframe src='data:text/html;base64,PGZvcm0+PGlucHV0IHR5cGU9cGFzc3dvcmQ+PC9mb3JtPg=='></iframe></html>");
    assert!(page.alarms.contains(&Alarm::HtmlRefresh { target: "https://example.com/next".into() }));
    assert!(page.alarms.contains(&Alarm::Smuggling { how: vec!["data:text/html".into()] }));
    assert_eq!(page.inside[0].alarms, [Alarm::HtmlWithForm { action: String::new(), password: true }]);
}

#[test]
fn a_drawing_with_a_script_is_told() {
    let drawing = opened("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>location.href='https://example.com/s'</script><text>Open</text></svg>");
    assert_eq!((drawing.kind, drawing.text.as_str()), (Kind::Svg, "Open"));
    assert_eq!(drawing.alarms, [Alarm::SvgScript { calls: vec!["location.href".into()] }]);
    assert_eq!(drawing.links[0].target, "https://example.com/s");
    assert_eq!(alarms("b.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"), []);
}

#[test]
fn appointments_and_cards_have_words_and_links() {
    let plan = opened("a.ics", b"BEGIN:VCALENDAR\r\nSUMMARY:Your par\r\n cel\r\nDESCRIPTION:Pay at https://example.com/i\\nnow\r\nEND:VCALENDAR\r\n");
    assert_eq!(
        (plan.kind, plan.text.as_str()),
        (Kind::Calendar, "Your parcel\nPay at https://example.com/i\nnow")
    );
    assert_eq!(plan.alarms, [Alarm::CalendarLink { target: "https://example.com/i".into() }]);
    let card = opened(
        "a.vcf",
        b"BEGIN:VCARD\nFN:Your Bank\nTEL:020 7946 0123\nitem1.URL:https://example.com/c\nEND:VCARD\n",
    );
    assert_eq!((card.kind, card.text.as_str()), (Kind::Contact, "Your Bank\n020 7946 0123"));
    assert_eq!(card.alarms, [Alarm::ContactLink { target: "https://example.com/c".into() }]);
    assert_eq!(alarms("b.ics", b"BEGIN:VCALENDAR\nSUMMARY:Lunch\nEND:VCALENDAR\n"), []);
}

#[test]
fn a_profile_is_told_plain_and_signed() {
    let list = b"<?xml version=\"1.0\"?><plist><dict><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.vpn.managed</string><key>PayloadDisplayName</key><string>VPN</string></dict></array><key>PayloadType</key><string>Configuration</string><key>PayloadDisplayName</key><string>Wi-Fi</string></dict></plist>";
    let mut signed = b"\x30\x82\x0b\x0c\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x82".to_vec();
    signed.extend(list);
    signed.extend([0, 1, 2, 3]);
    let told =
        Alarm::ProfileInstalls { name: "Wi-Fi".into(), settings: vec!["com.apple.vpn.managed".into()] };
    for bytes in [&list[..], &signed] {
        let profile = opened("a.mobileconfig", bytes);
        assert_eq!((profile.kind, &profile.alarms[..]), (Kind::Profile, &[told.clone()][..]));
    }
}

#[test]
fn a_shortcut_tells_what_it_starts() {
    let mut bytes = vec![0; 76];
    bytes[..20].copy_from_slice(b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46");
    bytes[20] = 0b1010_1000;
    for text in ["..\\cmd.exe", "/c start https://example.com/l"] {
        bytes.extend((text.len() as u16).to_le_bytes());
        bytes.extend(wide(text));
    }
    let shortcut = opened("bill.lnk", &bytes);
    assert_eq!(shortcut.kind, Kind::Shortcut);
    assert_eq!(
        shortcut.alarms,
        [Alarm::Shortcut {
            target: "..\\cmd.exe".into(),
            arguments: "/c start https://example.com/l".into()
        }]
    );
    assert_eq!(shortcut.links[0].target, "https://example.com/l");
}

#[test]
fn files_of_one_address_are_links_or_start_something() {
    let page = opened("a.url", b"[InternetShortcut]\r\nURL=https://example.com/u\r\n");
    assert_eq!(
        (page.kind, page.links[0].target.as_str(), page.alarms.len()),
        (Kind::WebShortcut, "https://example.com/u", 0)
    );
    let share = alarms("a.url", b"[InternetShortcut]\r\nURL=file://203.0.113.7/x/run.exe\r\n");
    assert_eq!(
        share,
        [Alarm::Shortcut { target: "file://203.0.113.7/x/run.exe".into(), arguments: String::new() }]
    );
}

#[test]
fn a_notebook_tells_the_files_that_a_click_starts() {
    let mut bytes = b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3".to_vec();
    bytes.extend(wide("open me.hta"));
    bytes.extend([0, 0]);
    let data = b"<html><hta:application></html>";
    bytes.extend(b"\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac");
    bytes.extend((data.len() as u64).to_le_bytes());
    bytes.extend([0; 12]);
    bytes.extend(data);
    let notebook = opened("a.one", &bytes);
    assert_eq!(
        (notebook.kind, &notebook.alarms[..]),
        (Kind::OneNote, &[Alarm::OneNoteFile { files: vec!["open me.hta".into()] }][..])
    );
    assert_eq!(notebook.inside[0].kind, Kind::Script);
}
