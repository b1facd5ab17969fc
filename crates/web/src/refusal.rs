//! Pages for what the server itself refuses.
//!
//! They are made without the site: what failed may be the site.

use std::fmt::Write;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};

/// Seconds after which a reader may try again.
const RETRY_SECONDS: &str = "5";

/// A page that says what is not done, why, and what to do.
pub fn page(path: &str, status: StatusCode, title: &str, why: &[&str]) -> Response<Body> {
    let mut response = Response::new(Body::from(html(path, title, why)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
    response
}

/// The server has its hands full, or took too long.
pub fn busy(path: &str, why: &str) -> Response<Body> {
    page(path, StatusCode::SERVICE_UNAVAILABLE, "Too busy", &[why, "Try again in a few seconds."])
}

/// Something broke that should not; the reader cannot mend it and learns nothing of the inside.
pub fn broken(path: &str) -> Response<Body> {
    let why = [
        "Something went wrong here, not with your request.",
        "The person who runs this server can see more in its terminal.",
    ];
    page(path, StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made", &why)
}

fn html(path: &str, title: &str, why: &[&str]) -> String {
    // Links are relative, so that the site works under any address.
    let up = "../".repeat(path.trim_start_matches('/').matches('/').count());
    let style = front::address("site.css");
    let home = if up.is_empty() { "./" } else { &up };
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title} – Total Place</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"stylesheet\" href=\"{up}{style}\">\n</head>\n<body class=\"govuk-template__body\">\n\
         <main class=\"govuk-width-container govuk-main-wrapper\" id=\"main\">\n<h1 class=\"govuk-heading-l\">{title}</h1>\n"
    );
    for sentence in why {
        writeln!(html, "<p class=\"govuk-body\">{}</p>", escaped(sentence)).expect("a string takes any text");
    }
    write!(
        html,
        "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{home}\">Overview</a></p>\n</main>\n</body>\n</html>\n"
    )
    .expect("a string takes any text");
    html
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_site_from_any_depth_and_text_stays_text() {
        let page = html("/bodies/leeds/print", "Too busy", &["<b> & \"c\""]);
        assert!(page.contains(&format!("href=\"../../{}\"", front::address("site.css"))), "{page}");
        assert!(page.contains("href=\"../../\">Overview") && page.contains("&lt;b&gt; &amp; &quot;c&quot;"), "{page}");
        assert!(html("/", "Too busy", &[]).contains("href=\"./\">Overview"));
    }
}
