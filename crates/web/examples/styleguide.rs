//! Serves the styleguide and the static files with the real headers, for looking at:
//! `cargo run -p web --example styleguide [ADDRESS]`. The address is printed.

use std::fs;
use std::path::Path;

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use centre::region::Region;
use web::face::{Chrome, Page, SignedIn, assets, headers, styleguide};

fn chrome() -> Chrome {
    Chrome {
        centre_name: "London Watchhouse".to_owned(),
        path: "/check/example.org".to_owned(),
        demonstration: true,
        ..Chrome::default()
    }
}

fn signed_in() -> Chrome {
    let person = SignedIn { name: "Ada Example".to_owned(), role: centre::roles::Role::MemberContact };
    Chrome { signed_in: Some(person), demonstration: false, exit_this_page: true, ..chrome() }
}

/// The region pack of London, which gives the map.
fn london() -> Result<Region, Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regions/london");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, fs::read_to_string(path)?));
    }
    Region::read(&files).map_err(|faults| format!("{faults:?}").into())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let region: &'static Region = Box::leak(Box::new(london()?));
    let router = Router::new()
        .route(
            "/styleguide",
            get(move || async move { Page::new(styleguide::page(chrome()).with_map(region)) }),
        )
        .route("/signed-in", get(|| async { Page::new(styleguide::page(signed_in())) }))
        .route(assets::ROUTE, get(assets::serve))
        .layer(map_response(|mut answer: Response| async {
            headers::protect(answer.headers_mut());
            answer
        }));
    let listener = tokio::net::TcpListener::bind(address).await?;
    let shown = format!("http://{}/styleguide\n", listener.local_addr()?);
    std::io::Write::write_all(&mut std::io::stdout(), shown.as_bytes())?;
    axum::serve(listener, router).await?;
    Ok(())
}
