use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, LOCATION, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use std::io::Read;

use crate::testing::{Answer, Served, served};

const ROWS: &str = "/rows?body=county&sort=source";

/// Markup that would run: a script, a style or a handler that is in the page itself.
fn has_inline_code(html: &str) -> bool {
    let lower = html.to_lowercase();
    let inline_script = lower.match_indices("<script").any(|(at, _)| {
        let tag = &lower[at..lower[at..].find('>').map_or(lower.len(), |end| at + end)];
        !tag.contains(" src=") && !tag.contains("type=\"application/json\"")
    });
    let in_tag = |what: &str| {
        lower.match_indices(what).any(|(at, _)| {
            let open = lower[..at].rfind('<');
            open.is_some_and(|open| !lower[open..at].contains('>'))
        })
    };
    inline_script
        || lower.contains("<style")
        || in_tag(" onerror=")
        || in_tag(" onclick=")
        || in_tag(" style=")
        || lower.contains("javascript:")
}

async fn check_page(served: &Served, address: &str) -> Answer {
    let answer = served.get(address).await;
    assert!(!has_inline_code(answer.text()), "{address} has code in the page");
    let policy = answer.header(CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{address}: {policy}");
    assert_eq!(answer.header(X_CONTENT_TYPE_OPTIONS), "nosniff", "{address}");
    assert!(!answer.text().contains("<script>alert") && !answer.text().contains("<img src=x"), "{address}");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_served_without_code_in_it() {
    let served = served();
    let addresses = served.app.site.addresses();
    assert!(20 < addresses.len(), "{addresses:?}");
    for address in addresses {
        let answer = check_page(&served, &format!("/{address}")).await;
        assert_eq!(answer.status, StatusCode::OK, "/{address}");
        assert_eq!(answer.header(CACHE_CONTROL), "no-cache");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_have_their_long_texts_as_text() {
    let served = served();
    let rows = check_page(&served, ROWS).await;
    assert!(rows.text().contains("purpose 1 ") && rows.text().contains("R1"), "purposes stand on the page");
    assert!(!rows.text().contains("Purposes and references are not shown here"));
    // Every fifth payee and every purpose is an attack; the trust's rows have the script.
    let attacked = check_page(&served, "/rows?body=trust&sort=source").await;
    assert!(attacked.text().contains("purpose 0 &lt;script&gt;alert(1)&lt;/script&gt;"), "it stands there as text");
    let searched = check_page(&served, "/rows?q=%3Cscript%3Ealert(1)").await;
    assert_eq!(searched.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_and_what_makes_no_sense_say_what_to_do() {
    let served = served();
    for address in
        ["/nothing", "/bodies/nobody", "/tables/nothing.parquet", "/tables/../Cargo.toml", "/assets/nothing.js"]
    {
        let answer = check_page(&served, address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(answer.text().contains("Page not found") && answer.text().contains("search"), "{address}");
    }
    for (address, says) in [
        ("/rows?bodi=county", "did you mean"),
        ("/rows?body=countie", "did you mean"),
        ("/rows?page=0", "from 1"),
        ("/rows.csv?min=lots", "min=lots"),
        ("/rows.xlsx?theme=nothing", "theme"),
        ("/rows.parquet?body=%3Cscript%3Ealert(1)%3C/script%3E", "has no body"),
    ] {
        let answer = check_page(&served, address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(answer.text().contains(says), "{address}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_a_browser_holds_are_not_sent_again() {
    let served = served();
    let asset = format!("/{}", front::address("site.css"));
    for address in ["/", "/bodies/county", ROWS, &asset, "/tables/spend.parquet"] {
        let first = served.get(address).await;
        let tag = first.header(ETAG).to_owned();
        assert!(tag.starts_with('"'), "{address}: {tag}");
        let again = served.ask(Method::GET, address, &[(IF_NONE_MATCH, &tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        assert!(again.body.is_empty() && again.header(ETAG) == tag && again.header(CONTENT_ENCODING).is_empty());
        let other = served.ask(Method::GET, address, &[(IF_NONE_MATCH, "\"other\"")]).await;
        assert_eq!((other.status, other.body.len()), (StatusCode::OK, first.body.len()), "{address}");
    }
    let missing = served.ask(Method::GET, "/nothing", &[(IF_NONE_MATCH, "*")]).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn packed_answers_unpack_to_the_plain_ones() {
    let served = served();
    let asset = format!("/{}", front::address("site.js"));
    for address in ["/", ROWS, &asset, "/rows.csv?body=county"] {
        let plain = served.get(address).await;
        assert_eq!(plain.header(CONTENT_ENCODING), "", "{address}");
        let packed = served.ask(Method::GET, address, &[(ACCEPT_ENCODING, "gzip, br")]).await;
        assert_eq!((packed.header(CONTENT_ENCODING), packed.header(VARY)), ("gzip", "accept-encoding"), "{address}");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == plain.body && packed.body.len() < plain.body.len(), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_says_what_a_get_would() {
    let served = served();
    for address in ["/", ROWS, "/nothing", "/rows?bodi=1", "/robots.txt", "/tables/spend.parquet"] {
        let get = served.get(address).await;
        let head = served.ask(Method::HEAD, address, &[]).await;
        assert!(head.body.is_empty() && head.status == get.status, "{address}");
        assert_eq!(head.header(CONTENT_TYPE), get.header(CONTENT_TYPE), "{address}");
        assert_eq!(head.header(CONTENT_LENGTH), get.body.len().to_string(), "{address}");
    }
    let head = served.ask(Method::HEAD, "/rows.xlsx", &[]).await;
    assert!(head.status == StatusCode::OK && head.header(CONTENT_TYPE).contains("spreadsheet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_kept_for_ever_and_embeds_may_stand_anywhere() {
    let served = served();
    for asset in front::ASSETS {
        let answer = served.get(&format!("/{}", asset.path)).await;
        assert_eq!((answer.status, answer.body.as_slice()), (StatusCode::OK, asset.bytes));
        assert!(
            answer.header(CACHE_CONTROL).contains("immutable") && answer.header(CONTENT_TYPE) == asset.content_type
        );
    }
    let addresses = served.app.site.addresses();
    let embed = addresses.iter().find(|address| address.starts_with("embed/")).unwrap();
    let policy = served.get(&format!("/{embed}")).await.header(CONTENT_SECURITY_POLICY).to_owned();
    assert!(policy.ends_with("frame-ancestors *") && policy.contains("default-src 'none'"), "{policy}");
    assert!(served.get("/").await.header(CONTENT_SECURITY_POLICY).ends_with("frame-ancestors 'self'"));
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_have_one_spelling_and_crawlers_stay_out_of_rows() {
    let served = served();
    let slash = served.get("/bodies/county/?sort=name").await;
    assert_eq!((slash.status, slash.header(LOCATION)), (StatusCode::PERMANENT_REDIRECT, "../county?sort=name"));
    let robots = served.get("/robots.txt").await;
    assert!(robots.text().contains("Disallow: /rows"));
    let feed = served.get("/feed.xml").await;
    assert!(feed.header(CONTENT_TYPE).starts_with("application/atom+xml"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_everybody_comes_by_are_made_before_they_are_asked_for() {
    let served = served();
    crate::page::prepare(std::sync::Arc::clone(&served.app)).await;
    let is_kept =
        |address: &str| served.app.pages.get(&format!("{address}?")).is_some_and(|page| page.packed().is_some());
    assert!(is_kept("") && is_kept("bodies/county") && is_kept("flows"));
    assert!(!is_kept("embed/overview"));
}
