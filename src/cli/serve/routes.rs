//! From a request to an answer.

use super::{
    access::{Access, Right},
    desk::{Ask, Asks, Found},
    front,
    items::{self, Fault, Items},
    tally::{ROUTES, Tally},
};
use crate::cli::output;
use axum::{
    Router,
    body::Bytes,
    extract::{
        DefaultBodyLimit, Path, Query, Request, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{Semaphore, mpsc::error::TrySendError, oneshot};
use tower_http::timeout::TimeoutLayer;
use variorum::{
    article::{Article, Witness},
    compare::compare,
    filter::Verdict,
    read::Fields,
    report::{PairReport, html, json as wire},
    scan::{in_time_order, matched},
    settings::Settings,
};

/// What all requests share.
pub(super) struct Service {
    pub(super) asks: Asks,
    pub(super) access: Access,
    pub(super) tally: Arc<Tally>,
    pub(super) fields: Fields,
    pub(super) settings: Settings,
    pub(super) batch_limit: usize,
    pub(super) running: Semaphore,
}

type Shared = State<Arc<Service>>;

/// All routes, with their limits.
pub(super) fn router(service: Arc<Service>, body_limit: usize, timeout: Duration) -> Router {
    let limited = Router::new()
        .route("/v1/check", post(check))
        .route("/v1/admit", post(admit))
        .route("/v1/ninjs", post(ninjs))
        .route("/v1/documents/{id}", get(document))
        .route("/v1/clusters/{id}", get(cluster))
        .route("/v1/compare", get(compared))
        .layer(DefaultBodyLimit::max(body_limit))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, timeout))
        .layer(middleware::from_fn_with_state(service.clone(), counted));
    let open = Router::new()
        .route("/", get(front_page))
        .route("/metrics", get(metrics))
        .route("/healthz", get(health))
        .route("/openapi.json", get(openapi));
    limited.merge(open).with_state(service)
}

/// An answer that is no success: why, and a status that says who must act.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, why) = self;
        let mut response = (status, axum::Json(json!({ "error": why }))).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<(StatusCode, &'static str)> for Refusal {
    fn from((status, why): (StatusCode, &'static str)) -> Self {
        Self(status, why.to_owned())
    }
}

type Answer = Result<Response, Refusal>;
/// The body of a request, or why it did not come.
type Body = Result<Bytes, BytesRejection>;

/// Bytes of a refused request that are read, for so long: an item or two. What is longer or slower loses its connection.
const REFUSED_BODY: usize = 64 << 10;
/// See [`REFUSED_BODY`].
const REFUSED_TIME: Duration = Duration::from_secs(1);

/// Lets so many requests in as may run, counts each, and writes a line about it to standard error: never what it says.
async fn counted(State(service): Shared, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = ROUTES.iter().position(|name| request.uri().path().split('/').nth(2) == Some(*name));
    let response = if let Ok(_permit) = service.running.try_acquire() {
        next.run(request).await
    } else {
        // A connection whose request is not read to its end is closed, and the client may miss the answer.
        let rest = axum::body::to_bytes(request.into_body(), REFUSED_BODY);
        let _ = tokio::time::timeout(REFUSED_TIME, rest).await;
        Refusal(StatusCode::TOO_MANY_REQUESTS, "too many requests at once".to_owned()).into_response()
    };
    if let Some(route) = route {
        let (status, took) = (response.status().as_u16(), began.elapsed());
        service.tally.answer(route, status, took);
        output::log(&json!({ "route": ROUTES[route], "status": status, "milliseconds": took.as_millis() as u64 }));
    }
    response
}

/// Puts a question to the desk; who comes when too many wait is refused.
async fn ask<T>(service: &Service, ask: impl FnOnce(oneshot::Sender<Result<T, String>>) -> Ask) -> Result<T, Refusal> {
    let (reply, answer) = oneshot::channel();
    service.asks.send.try_send(ask(reply)).map_err(|error| {
        let why = match error {
            TrySendError::Full(_) => "too many requests wait for the index",
            TrySendError::Closed(_) => "the program is ending",
        };
        Refusal(StatusCode::SERVICE_UNAVAILABLE, why.to_owned())
    })?;
    let gone = |_| Refusal(StatusCode::INTERNAL_SERVER_ERROR, "the index gave no answer".to_owned());
    answer.await.map_err(gone)?.map_err(|why| Refusal(StatusCode::SERVICE_UNAVAILABLE, why))
}

fn json_bytes(status: StatusCode, bytes: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}

async fn check(State(service): Shared, headers: HeaderMap, body: Body) -> Answer {
    service.access.allows(Right::Read, &headers)?;
    judged(&service, &headers, body, false).await
}

async fn admit(State(service): Shared, headers: HeaderMap, body: Body) -> Answer {
    service.access.allows(Right::Write, &headers)?;
    judged(&service, &headers, body, true).await
}

/// A body as bytes, or the refusal of one that is too large or broke off.
fn bytes(body: Body) -> Result<Bytes, Refusal> {
    body.map_err(|fault| Refusal(fault.status(), fault.body_text()))
}

async fn judged(service: &Service, headers: &HeaderMap, body: Body, admit: bool) -> Answer {
    let body = bytes(body)?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let is_lines = kind.contains("ndjson") || kind.contains("jsonl");
    let Items { all, is_list } =
        items::items(&body, is_lines, service.batch_limit, &service.fields).map_err(|fault| match fault {
            Fault::Broken(why) => Refusal(StatusCode::BAD_REQUEST, format!("broken JSON: {why}")),
            Fault::TooMany(why) => Refusal(StatusCode::PAYLOAD_TOO_LARGE, why),
        })?;
    drop(body);
    let faults: Vec<Option<String>> = all.iter().map(|item| item.as_ref().err().cloned()).collect();
    let items: Vec<_> = all.into_iter().filter_map(Result::ok).collect();
    let verdicts =
        if items.is_empty() { Vec::new() } else { ask(service, |reply| Ask::Judge { items, admit, reply }).await? };
    let is_new = admit && verdicts.iter().any(|verdict| !verdict.known);
    let mut verdicts = verdicts.into_iter();
    let mut each = faults.into_iter().map(|fault| match fault {
        Some(why) => Err(why),
        None => Ok(verdicts.next().map_or_else(Vec::new, |Verdict { json, .. }| json)),
    });
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    if !is_list {
        return match each.next() {
            Some(Ok(verdict)) => Ok(json_bytes(status, verdict)),
            Some(Err(why)) => Err(Refusal(StatusCode::UNPROCESSABLE_ENTITY, why)),
            None => Err(Refusal(StatusCode::BAD_REQUEST, "no item".to_owned())),
        };
    }
    let told =
        |one: Result<Vec<u8>, String>| one.unwrap_or_else(|why| json!({ "error": why }).to_string().into_bytes());
    let parts: Vec<Vec<u8>> = each.map(told).collect();
    if is_lines {
        let lines = parts.into_iter().flat_map(|mut line| {
            line.push(b'\n');
            line
        });
        return Ok(
            (status, [(header::CONTENT_TYPE, "application/x-ndjson")], lines.collect::<Vec<u8>>()).into_response()
        );
    }
    Ok(json_bytes(status, [b"[".as_slice(), &parts.join(b",".as_slice()), b"]"].concat()))
}

/// Superdesk's push: 201 when it is remembered, whatever the verdict; the verdict stands beside the item, not in it.
async fn ninjs(State(service): Shared, headers: HeaderMap, body: Body) -> Answer {
    let body = bytes(body)?;
    service.access.allows_push(&headers, &body)?;
    let item = items::ninjs(&body, &service.fields).map_err(|why| Refusal(StatusCode::UNPROCESSABLE_ENTITY, why))?;
    let verdicts = ask(&service, |reply| Ask::Judge { items: vec![item], admit: true, reply }).await?;
    let verdict = verdicts.into_iter().next().map_or_else(Vec::new, |verdict| verdict.json);
    Ok(json_bytes(StatusCode::CREATED, [b"{\"verdict\":".as_slice(), &verdict, b"}"].concat()))
}

async fn found(service: &Service, id: &str) -> Result<Found, Refusal> {
    let found = ask(service, |reply| Ask::Document { id: id.to_owned(), reply }).await?;
    found.ok_or_else(|| Refusal(StatusCode::NOT_FOUND, "no document has this id".to_owned()))
}

async fn document(State(service): Shared, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    service.access.allows(Right::Read, &headers)?;
    let Found { document, verdict, killed } = found(&service, &id).await?;
    let verdict: Value = serde_json::from_slice(&verdict).unwrap_or_default();
    let article = &document.article;
    let answer = json!({
        "id": article.id, "title": article.title, "published": article.published, "source": article.source,
        "url": article.url, "text": article.text, "version": article.item.version, "killed": killed, "verdict": verdict,
    });
    Ok(axum::Json(answer).into_response())
}

async fn cluster(State(service): Shared, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    service.access.allows(Right::Read, &headers)?;
    let members = ask(&service, |reply| Ask::Cluster { id: id.clone(), reply }).await?;
    let members = members.ok_or_else(|| Refusal(StatusCode::NOT_FOUND, "no cluster has this id".to_owned()))?;
    let answer = json!({ "cluster": id, "kind": "copy", "base": members.first(), "members": members });
    Ok(axum::Json(answer).into_response())
}

/// The ids of two documents.
#[derive(Deserialize)]
struct Two {
    a: String,
    b: String,
}

/// The comparison of two documents: the page where one is asked for, else JSON.
async fn compared(State(service): Shared, headers: HeaderMap, two: Result<Query<Two>, QueryRejection>) -> Answer {
    service.access.allows(Right::Read, &headers)?;
    let Query(Two { a, b }) = two.map_err(|_| Refusal(StatusCode::BAD_REQUEST, "wanted ?a=ID&b=ID".to_owned()))?;
    let (a, b) = (found(&service, &a).await?.document, found(&service, &b).await?.document);
    let accepted = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or("");
    let is_page = accepted.contains("text/html");
    let work = move || {
        let settings = &service.settings;
        let [a, b] = in_time_order(Article::from(&a), Article::from(&b));
        let (relation, overlap, _) = matched(&a, &b, settings);
        let (witness_a, witness_b) = (Witness::new(&a), Witness::new(&b));
        let comparison = compare(&witness_a, &witness_b, relation, overlap, &settings.comparing);
        if is_page {
            let page = html::pair_page(&PairReport { a: &a, b: &b, comparison: &comparison, cluster_page: None });
            axum::response::Html(page).into_response()
        } else {
            axum::Json(wire::comparison(&a, &b, &comparison)).into_response()
        }
    };
    let failed = |_| Refusal(StatusCode::INTERNAL_SERVER_ERROR, "the comparison failed".to_owned());
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

async fn front_page(State(service): Shared, headers: HeaderMap) -> Answer {
    service.access.allows(Right::Read, &headers)?;
    let latest: Vec<_> = {
        let latest = service.asks.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.iter().cloned().collect()
    };
    Ok(axum::response::Html(front::page(&latest, service.tally.count())).into_response())
}

async fn metrics(State(service): Shared, headers: HeaderMap) -> Answer {
    service.access.allows(Right::Read, &headers)?;
    let text = service.tally.text(service.asks.waiting());
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}

/// The index answers: whoever watches the service sees when it hangs.
async fn health(State(service): Shared) -> Answer {
    ask(&service, |reply| Ask::Document { id: String::new(), reply }).await?;
    Ok(axum::Json(json!({ "status": "ok" })).into_response())
}

async fn openapi() -> Response {
    json_bytes(StatusCode::OK, include_bytes!("openapi.json").to_vec())
}
