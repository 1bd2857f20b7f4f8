//! Serves the styleguide, an error page and the static files with the real headers, for looking at:
//! `cargo run -p web --example styleguide [ADDRESS]`. The address is printed.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use web::face::{Chrome, ErrorPage, Page, SignedIn, assets, headers, styleguide};

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

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let router = Router::new()
        .route("/styleguide", get(|| async { Page::new(styleguide::page(chrome())) }))
        .route("/signed-in", get(|| async { Page::new(styleguide::page(signed_in())) }))
        .route(assets::ROUTE, get(assets::serve))
        .fallback(|| async {
            let page = ErrorPage::of(StatusCode::NOT_FOUND, chrome(), "WH-7K3D-92");
            Page::new(page).with_status(StatusCode::NOT_FOUND)
        })
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
