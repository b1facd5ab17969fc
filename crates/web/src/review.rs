//! Pages on which a person judges pairs of records, blind to what the program and others say of them.
//!
//! Served on this machine alone, and only at the address that the terminal printed: pages hold names.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, RawForm, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{get, post};

use crate::host::Names;
use crate::refusal::escaped;
use crate::server::serve_until_told;
use crate::{Error, Options, asset, headers, refusal};

/// Two records side by side: what a row is, and what each record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairPage {
    pub rows: Vec<(String, String, String)>,
}

/// Where pairs come from and answers go.
pub trait Reviews: Send + Sync {
    /// How many pairs there are to judge.
    fn n_pairs(&self) -> usize;
    /// A pair, counted from 0.
    fn pair(&self, at: usize) -> Option<PairPage>;
    /// Keeps an answer: same, different or unsure. The text says why it was not kept.
    fn answer(&self, at: usize, verdict: &str) -> Result<(), String>;
    /// What to say when all are judged, in sentences.
    fn report(&self) -> Vec<String>;
}

/// What a reviewer can say of a pair: the word that is kept, and the words on the button.
const VERDICTS: [(&str, &str); 3] =
    [("same", "The same person"), ("different", "Two people"), ("unsure", "I cannot tell")];
/// Bytes of a form: a token and a word.
const FORM_BYTES_MAX: usize = 4 << 10;

struct Shared {
    reviews: Box<dyn Reviews>,
    names: Names,
    /// Part of every address: another page in the browser cannot guess it, and so can neither read nor answer.
    token: String,
}

/// Serves the pages until the process is told to stop; `on_ready` is told the address.
///
/// # Errors
/// [`Error::Address`] and [`Error::NoFreePort`]; [`Error::NotLoopback`] for any address but this machine's own.
pub fn review(
    options: &Options,
    reviews: Box<dyn Reviews>,
    token: String,
    on_ready: impl FnOnce(String),
) -> Result<(), Error> {
    if !options.address.is_loopback() {
        return Err(Error::NotLoopback { address: options.address });
    }
    let shared = Arc::new(Shared { reviews, names: Names::of(options), token: token.clone() });
    serve_until_told(options, router(shared), |address| on_ready(format!("http://{address}/{token}/")))
}

/// This machine alone.
pub fn review_options(on_trouble: fn(&str)) -> Options {
    Options { address: IpAddr::V4(Ipv4Addr::LOCALHOST), ..Options::standard(on_trouble) }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/{token}/", get(first))
        .route("/{token}/pair/{at}", get(pair))
        .route("/{token}/pair/{at}", post(answer))
        .fallback(other)
        .layer(axum::extract::DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn_with_state(Arc::clone(&shared), door))
        .with_state(shared)
}

async fn door(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let mut response = if !shared.names.accept(request.uri(), request.headers()) {
        refusal::page(
            "/",
            StatusCode::MISDIRECTED_REQUEST,
            "Not this server",
            &["It answers only to this machine's own names."],
        )
    } else if is_of_another_site(request.headers()) {
        refusal::page(
            "/",
            StatusCode::FORBIDDEN,
            "Not from another page",
            &["Answers are accepted only from these pages."],
        )
    } else {
        next.run(request).await
    };
    headers::protect(response.headers_mut(), &path);
    if !path.starts_with("/assets/") && asset::at(path.trim_start_matches('/')).is_none() {
        // Nothing about a person stays in the browser's memory.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A browser says of a form which page it comes from.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) else { return false };
    // Without a referrer, as these pages ask for, the origin of our own forms may be `null`; the token stands for it.
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    origin != "null" && origin != format!("http://{host}")
}

async fn other(request: Request) -> Response<Body> {
    let path = request.uri().path().trim_start_matches('/');
    match asset::at(path) {
        Some(found) => asset::answer(found, request.headers()),
        None => nothing(),
    }
}

fn nothing() -> Response<Body> {
    refusal::page("/", StatusCode::NOT_FOUND, "Nothing here", &["Use the address that the terminal printed."])
}

async fn first(State(shared): State<Arc<Shared>>, Path(token): Path<String>) -> Response<Body> {
    if token != shared.token {
        return nothing();
    }
    let n_pairs = shared.reviews.n_pairs();
    if n_pairs == 0 {
        return html(&done(&shared.reviews.report()));
    }
    let lede = format!(
        "{n_pairs} pairs of records are waiting for you. For each pair, say whether it is one person. You do not see \
         what the program thinks, and the order tells you nothing, so your answer is your own."
    );
    html(&page(
        "Who is who",
        "../",
        &[format!("<p class=\"page-lede\">{}</p>", escaped(&lede)), button("pair/0", "Begin")],
    ))
}

async fn pair(State(shared): State<Arc<Shared>>, Path((token, at)): Path<(String, usize)>) -> Response<Body> {
    if token != shared.token {
        return nothing();
    }
    match shared.reviews.pair(at) {
        Some(pair) => html(&pair_page(&pair, at, shared.reviews.n_pairs())),
        None => html(&done(&shared.reviews.report())),
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    Path((token, at)): Path<(String, usize)>,
    RawForm(form): RawForm,
) -> Response<Body> {
    if token != shared.token {
        return nothing();
    }
    let said = VERDICTS.iter().find(|(word, _)| form.as_ref() == format!("verdict={word}").as_bytes());
    let Some((verdict, _)) = said else {
        return refusal::page("/a/b/c", StatusCode::BAD_REQUEST, "No answer", &["Choose one of the three answers."]);
    };
    if let Err(why) = shared.reviews.answer(at, verdict) {
        let why = [why.as_str(), "The answer was not saved."];
        return refusal::page("/a/b/c", StatusCode::INTERNAL_SERVER_ERROR, "Not kept", &why);
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let next = HeaderValue::try_from((at + 1).to_string()).expect("a number is plain");
    response.headers_mut().insert(LOCATION, next);
    response
}

fn pair_page(pair: &PairPage, at: usize, n_pairs: usize) -> String {
    let row = |(label, one, other): &(String, String, String)| {
        // A mark for the eye, and a word for those who do not see it.
        let is_same = !one.is_empty() && one.to_lowercase() == other.to_lowercase();
        let mark = if is_same { " <span class=\"govuk-visually-hidden\">(alike)</span>" } else { "" };
        format!(
            "<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">{}{mark}</th>\
             <td class=\"govuk-table__cell\">{}</td><td class=\"govuk-table__cell\">{}</td></tr>",
            escaped(label),
            escaped(one),
            escaped(other)
        )
    };
    let table = format!(
        "<table class=\"govuk-table\"><caption class=\"govuk-table__caption govuk-table__caption--m\">Pair {} of {n_pairs}</caption>\
         <thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\"><td class=\"govuk-table__cell\"></td>\
         <th scope=\"col\" class=\"govuk-table__header\">One record</th><th scope=\"col\" class=\"govuk-table__header\">The other</th></tr></thead>\
         <tbody class=\"govuk-table__body\">{}</tbody></table>",
        at + 1,
        pair.rows.iter().map(row).collect::<String>()
    );
    let buttons: String = VERDICTS
        .iter()
        .map(|(word, text)| {
            format!(
                "<button class=\"govuk-button\" type=\"submit\" name=\"verdict\" value=\"{word}\">{text}</button>\n"
            )
        })
        .collect();
    let form =
        format!("<form method=\"post\" action=\"{at}\"><div class=\"govuk-button-group\">{buttons}</div></form>");
    page("One person or two?", "../../", &[table, form])
}

fn done(report: &[String]) -> String {
    let mut blocks =
        vec!["<p class=\"page-lede\">That was the last pair. Thank you. You can close this window.</p>".to_owned()];
    blocks.extend(report.iter().map(|sentence| format!("<p class=\"govuk-body\">{}</p>", escaped(sentence))));
    page("All pairs are judged", "../../", &blocks)
}

fn button(to: &str, text: &str) -> String {
    format!("<p><a class=\"govuk-button\" href=\"{to}\">{text}</a></p>")
}

fn page(title: &str, up: &str, blocks: &[String]) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} – Total Place</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"stylesheet\" href=\"{up}{}\">\n</head>\n\
         <body class=\"govuk-template__body\">\n<main class=\"govuk-width-container govuk-main-wrapper\" id=\"main\">\n\
         <h1 class=\"govuk-heading-l\">{title}</h1>\n{}\n</main>\n</body>\n</html>\n",
        front::address("site.css"),
        blocks.join("\n")
    )
}

fn html(text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(text.to_owned()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use axum::http::header::HOST;
    use tower::ServiceExt;

    use super::*;

    #[derive(Default)]
    struct Two {
        answers: Arc<Mutex<Vec<(usize, String)>>>,
    }

    impl Reviews for Two {
        fn n_pairs(&self) -> usize {
            2
        }

        fn pair(&self, at: usize) -> Option<PairPage> {
            let row = ("Surname".to_owned(), "Mar<ker".to_owned(), "marker".to_owned());
            (at < 2).then(|| PairPage { rows: vec![row] })
        }

        fn answer(&self, at: usize, verdict: &str) -> Result<(), String> {
            self.answers.lock().expect("one test").push((at, verdict.to_owned()));
            Ok(())
        }

        fn report(&self) -> Vec<String> {
            vec!["Two reviewers agree.".to_owned()]
        }
    }

    struct Answered {
        status: StatusCode,
        headers: HeaderMap,
        text: String,
    }

    async fn ask(
        method: &str,
        path: &str,
        host: &str,
        origin: Option<&str>,
        body: &str,
    ) -> (Answered, Vec<(usize, String)>) {
        let reviews = Two::default();
        let answers = Arc::clone(&reviews.answers);
        let names = Names::of(&review_options(|_| {}));
        let app = router(Arc::new(Shared { reviews: Box::new(reviews), names, token: "secret".to_owned() }));
        let mut request = Request::builder().method(method).uri(path).header(HOST, host);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        let request =
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body.to_owned()));
        let response = app.oneshot(request.expect("a request")).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a page");
        let answered = Answered { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() };
        let answers = answers.lock().expect("one test").clone();
        (answered, answers)
    }

    #[tokio::test]
    async fn a_pair_is_shown_and_its_answer_is_kept() {
        let (page, _) = ask("GET", "/secret/pair/0", "127.0.0.1:8080", None, "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Mar&lt;ker") && page.text.contains("Pair 1 of 2"), "{}", page.text);
        assert!(!page.text.contains("<script") && !page.text.contains("style="), "nothing inline");
        assert_eq!(page.headers[CACHE_CONTROL], "no-store");
        assert!(page.headers.contains_key("content-security-policy"));
        let (said, answers) =
            ask("POST", "/secret/pair/1", "127.0.0.1:8080", Some("http://127.0.0.1:8080"), "verdict=different").await;
        assert_eq!((said.status, &said.headers[LOCATION]), (StatusCode::SEE_OTHER, &HeaderValue::from_static("2")));
        assert_eq!(answers, [(1, "different".to_owned())]);
        let (done, _) = ask("GET", "/secret/pair/2", "127.0.0.1:8080", None, "").await;
        assert!(done.text.contains("Two reviewers agree."), "{}", done.text);
    }

    #[tokio::test]
    async fn nobody_else_reads_or_answers() {
        for (method, path, host, origin, body, expected) in [
            ("GET", "/guess/pair/0", "localhost:8080", None, "", StatusCode::NOT_FOUND),
            ("GET", "/secret/pair/0", "attacker.example", None, "", StatusCode::MISDIRECTED_REQUEST),
            (
                "POST",
                "/secret/pair/0",
                "localhost:1",
                Some("http://attacker.example"),
                "verdict=same",
                StatusCode::FORBIDDEN,
            ),
            ("POST", "/guess/pair/0", "localhost:1", None, "verdict=same", StatusCode::NOT_FOUND),
            ("POST", "/secret/pair/0", "localhost:1", None, "verdict=perhaps", StatusCode::BAD_REQUEST),
            ("GET", "/", "localhost:1", None, "", StatusCode::NOT_FOUND),
        ] {
            let (answered, answers) = ask(method, path, host, origin, body).await;
            assert_eq!((answered.status, answers.len()), (expected, 0), "{method} {path}");
            assert!(!answered.text.contains("ker"), "{path}");
        }
        let options = Options { address: "0.0.0.0".parse().expect("an address"), ..review_options(|_| {}) };
        let refused = review(&options, Box::new(Two::default()), "secret".to_owned(), |_| {});
        assert!(matches!(refused, Err(Error::NotLoopback { .. })));
    }
}
