use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LENGTH, COOKIE, HOST, RETRY_AFTER, TRANSFER_ENCODING};
use axum::http::{Method, Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use crate::testing::{options, served, served_as};
use crate::{Options, door};

#[tokio::test(flavor = "multi_thread")]
async fn only_reading_is_possible() {
    let served = served();
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE] {
        let answer = served.ask(method.clone(), "/", &[]).await;
        assert_eq!((answer.status, answer.header(ALLOW)), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"), "{method}");
    }
    for header in [(CONTENT_LENGTH, "1"), (TRANSFER_ENCODING, "chunked")] {
        let answer = served.ask(Method::GET, "/", &[header]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
    assert_eq!(served.ask(Method::GET, "/", &[(CONTENT_LENGTH, "0")]).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_headers_have_a_length() {
    let served = served();
    let long = format!("/search?q={}", "a".repeat(9_000));
    assert_eq!(served.get(&long).await.status, StatusCode::URI_TOO_LONG);
    let cookie = "a".repeat(17_000);
    let answer = served.ask(Method::GET, "/", &[(COOKIE, &cookie)]).await;
    assert_eq!(answer.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    assert_eq!(served.get(&long[..4_000]).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_names_are_refused_on_this_machine_alone() {
    let local = served();
    let answer = local.ask(Method::GET, "/", &[(HOST, "attacker.example")]).await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(!answer.text().contains("Tyneshire"), "nothing of the place is told");
    let open = served_as(&Options { address: "0.0.0.0".parse().unwrap(), ..options() });
    assert_eq!(open.ask(Method::GET, "/", &[(HOST, "place.example")]).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_on_top_is_asked_to_come_back() {
    let served = served_as(&Options { n_concurrent: 1, ..options() });
    let place = served.app.places.acquire().await.unwrap();
    let answer = served.get("/").await;
    assert_eq!((answer.status, answer.header(RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    drop(place);
    assert_eq!(served.get("/").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_broken_pages_are_answered_without_details() {
    let options = Options { request_timeout: Duration::from_millis(20), ..options() };
    let served = served_as(&options);
    let app = Arc::clone(&served.app);
    let broken = Arc::clone(&served.app);
    let router = axum::Router::new()
        .route("/slow", get(async || tokio::time::sleep(Duration::from_secs(60)).await))
        .route("/panics", get(async || -> () { panic!("secret") }))
        .route(
            "/panics-at-work",
            get(async move || match broken.on_core(|_| -> () { panic!("secret") }).await {
                Ok(()) => StatusCode::OK,
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
            }),
        )
        .layer(CatchPanicLayer::custom(door::panicked))
        .layer(from_fn_with_state(app, door::pass));
    for (path, expected) in [
        ("/slow", StatusCode::SERVICE_UNAVAILABLE),
        ("/panics", StatusCode::INTERNAL_SERVER_ERROR),
        ("/panics-at-work", StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let request = Request::builder().uri(path).header(HOST, "localhost").body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), expected, "{path}");
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("secret"), "{path}");
    }
}
