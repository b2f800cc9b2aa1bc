//! The filter over HTTP, with the real binary and real connections.

use crate::program::{NOTHING_DONE, read_in_background, run, tell, variorum, wait};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const FLOOD: &str = "A flood killed 12 people in the town of Ruda on Friday and left 12,400 homeless, officials said. The water \
    rose after the Olsa dam gave way in the night, and the mayor, Jana Kral, asked the army for boats. Rescuers reached most \
    streets by noon, but two villages upstream were still cut off. The government sent tents, blankets and drinking water to \
    the valley. Insurers put the damage at 40 million crowns, and rain is forecast until Sunday.";

/// A service of its own; it is ended with the test.
struct Service {
    child: Child,
    address: String,
    index: String,
    folder: Option<TempDir>,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {:.300}", self.body))
    }
}

fn serve_at(index: &str, more: &[&str], tokens: &[(&str, &str)]) -> Service {
    let arguments = [&["serve", "--index", index, "--listen", "127.0.0.1:0"], more].concat();
    let mut child =
        variorum(&arguments).envs(tokens.iter().copied()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    err.read_line(&mut told).unwrap();
    let address = told.trim().rsplit("http://").next().unwrap().to_owned();
    drop(read_in_background(err));
    Service { child, address, index: index.to_owned(), folder: None }
}

fn serve(more: &[&str], tokens: &[(&str, &str)]) -> Service {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index").display().to_string();
    let mut service = serve_at(&index, more, tokens);
    service.folder = Some(folder);
    service
}

impl Service {
    fn send(&self, head: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        let length = body.len();
        let head = format!("{head}\r\nhost: ruda\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let _ = stream.write_all(body); // who refuses a body need not read it
        answer(stream)
    }

    fn get(&self, path: &str) -> Reply {
        self.send(&format!("GET {path} HTTP/1.1"), b"")
    }

    fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(&format!("POST {path} HTTP/1.1"), body.to_string().as_bytes())
    }
}

fn answer(mut stream: TcpStream) -> Reply {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body =
        if head.to_lowercase().contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_owned() };
    Reply { status, head: head.to_owned(), body }
}

fn unchunked(mut body: &str) -> String {
    let mut out = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        out += &rest[..size];
        body = rest[size..].trim_start_matches("\r\n");
        if size == 0 {
            break;
        }
    }
    out
}

fn item(id: &str, text: &str) -> Value {
    json!({ "id": id, "text": text })
}

#[test]
fn items_are_asked_for_admitted_and_found_again() {
    let service = serve(&[], &[]);
    let first = item("a/1", FLOOD);
    let asked = service.post("/v1/check", &first);
    assert_eq!((asked.status, &asked.json()["verdict"]), (200, &json!("new")));
    assert_eq!(service.get("/v1/documents/a%2F1").status, 404, "asking remembers nothing");
    let admitted = service.post("/v1/admit", &first);
    assert_eq!((admitted.status, &admitted.json()["verdict"]), (201, &json!("new")));
    let again = service.post("/v1/admit", &first);
    assert_eq!((again.status, &again.body), (200, &admitted.body), "admitting twice is admitting once");
    let update = item("b", &FLOOD.replace("killed 12", "killed 17"));
    let checked = service.post("/v1/check", &update);
    let list = service.post("/v1/admit", &json!([update, item("c", FLOOD), { "id": "d" }]));
    assert_eq!(list.status, 201);
    let verdicts = list.json();
    assert_eq!(verdicts[0], checked.json(), "what is asked is answered as what is admitted");
    assert_eq!((&verdicts[0]["verdict"], &verdicts[0]["of"]), (&json!("version"), &json!("a/1")));
    assert!(verdicts[0]["summary"].as_str().unwrap().starts_with("figure: 12"));
    assert_eq!((&verdicts[1]["verdict"], &verdicts[1]["of"]), (&json!("identical"), &json!("a/1")));
    assert!(verdicts[2]["error"].as_str().unwrap().starts_with("field \"text\" is missing"));
    let found = service.get("/v1/documents/b").json();
    assert_eq!((&found["id"], &found["verdict"], &found["killed"]), (&json!("b"), &verdicts[0], &json!(false)));
    let cluster = service.get(&format!("/v1/clusters/{}", verdicts[0]["cluster"].as_str().unwrap())).json();
    assert_eq!(cluster["members"], json!(["a/1", "b", "c"]));
    let compared = service.get("/v1/compare?a=a%2F1&b=b").json();
    assert_eq!((&compared["relation"], &compared["divergences"]), (&json!("version"), &verdicts[0]["divergences"]));
    let page = service.send("GET /v1/compare?a=a%2F1&b=b HTTP/1.1\r\naccept: text/html", b"");
    assert!(page.status == 200 && page.body.starts_with("<!DOCTYPE html>"), "{:.200}", page.body);
    let front = service.get("/");
    assert!(front.body.contains("a%2F1") && front.body.contains("version"), "{:.500}", front.body);
    let lines = format!("{}\n{}\n", item("a/1", FLOOD), item("e", FLOOD));
    let lines = service.send("POST /v1/check HTTP/1.1\r\ncontent-type: application/x-ndjson", lines.as_bytes());
    assert_eq!(lines.body.lines().count(), 2);
    let metrics = service.get("/metrics").body;
    assert!(metrics.contains("variorum_verdicts_total{verdict=\"version\"} 1\n"), "{metrics}");
    assert!(metrics.contains("variorum_index_documents 3\n"));
    let openapi = service.get("/openapi.json").json();
    for path in openapi["paths"].as_object().unwrap().keys().filter(|path| !path.contains('{')) {
        assert_ne!(service.get(path).status, 404, "{path} is in openapi.json");
    }
    assert_eq!(service.get("/healthz").json(), json!({ "status": "ok" }));
}

#[test]
fn bad_requests_get_the_right_status_and_harm_nothing() {
    let service = serve(&["--body-limit", "100000", "--batch-limit", "100", "--timeout", "2"], &[]);
    let post = |body: &[u8]| service.send("POST /v1/admit HTTP/1.1", body);
    for (body, status) in [
        (&b"{\"text\": "[..], 400),
        (b"", 400),
        (b"\xff\xfe{", 400),
        (b"7", 400),
        (b"[1, {}]", 200),
        (b"{\"text\": 7}", 422),
        (b"{\"id\": {\"a\": []}, \"text\": null}", 422),
        (&b"[".repeat(90_000), 400),
        (&vec![b'x'; 200_000], 413),
        (format!("[{}]", vec!["{}"; 10_000].join(",")).as_bytes(), 413),
    ] {
        let reply = post(body);
        assert_eq!(reply.status, status, "{:.80}: {:.200}", String::from_utf8_lossy(body), reply.body);
    }
    for (head, status) in [
        ("GET /v1/admit HTTP/1.1", 405),
        ("GET /v1/documents/..%2F..%2Fetc%2Fpasswd HTTP/1.1", 404),
        ("GET /v1/documents/%00%ff HTTP/1.1", 400),
        ("GET /v1/clusters/%3Cscript%3E HTTP/1.1", 404),
        ("GET /v1/compare?a=x HTTP/1.1", 400),
        ("GET /../index.redb HTTP/1.1", 404),
    ] {
        assert_eq!(service.send(head, b"").status, status, "{head}");
    }
    let flood = (0..5_000).fold(String::new(), |all, number| all + &format!("\r\nx-{number}: y"));
    assert_eq!(service.send(&format!("GET /healthz HTTP/1.1{flood}"), b"").status, 431);
    let mut slow = TcpStream::connect(&service.address).unwrap();
    slow.write_all(b"POST /v1/admit HTTP/1.1\r\nhost: ruda\r\ncontent-length: 500\r\n\r\n{\"text\"").unwrap();
    let began = Instant::now();
    slow.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut head = [0; 12];
    slow.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 408");
    assert!(began.elapsed() < Duration::from_secs(15));
    let script = item("<script>alert(1)</script>", "A flood <script>alert(1)</script> killed 12 in Ruda.");
    assert_eq!(service.post("/v1/admit", &script).status, 201);
    assert!(!service.get("/").body.contains("<script>alert"), "what came from outside is escaped");
}

#[test]
fn who_has_no_token_is_kept_out() {
    let tokens = [("VARIORUM_READ_TOKEN", "reader"), ("VARIORUM_WRITE_TOKEN", "desk")];
    let service = serve(&[], &tokens);
    let body = item("a", FLOOD).to_string();
    let with = |head: &str, token: &str| {
        service.send(&format!("{head} HTTP/1.1\r\nauthorization: Bearer {token}"), body.as_bytes()).status
    };
    let bare = service.send("POST /v1/admit HTTP/1.1", body.as_bytes());
    assert_eq!(bare.status, 401);
    assert!(bare.head.to_lowercase().contains("www-authenticate: bearer"));
    assert_eq!(with("POST /v1/admit", "wrong"), 401);
    assert_eq!(with("POST /v1/admit", "reader"), 403);
    assert_eq!(with("POST /v1/check", "reader"), 200);
    assert_eq!(with("POST /v1/admit", "desk"), 201);
    for path in ["/", "/metrics", "/v1/documents/a", "/v1/compare?a=a&b=a"] {
        assert_eq!(service.get(path).status, 401, "{path}");
    }
    assert_eq!(service.get("/healthz").status, 200);
    drop(service);
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index").display().to_string();
    let open = run(&["serve", "--index", &index, "--listen", "0.0.0.0:0"]);
    open.ends_with(NOTHING_DONE).says(&["others could write to the index", "--tokens FILE"]);
}

#[test]
fn superdesk_pushes_with_a_signature_and_gets_201() {
    let service = serve(&[], &[("VARIORUM_NINJS_SECRET", "key")]);
    let push = |signature: &str, body: &str| {
        let head = format!("POST /v1/ninjs HTTP/1.1\r\nx-superdesk-signature: sha1={signature}");
        service.send(&head, body.as_bytes())
    };
    // HMAC-SHA1 under "key", from "openssl dgst -sha1 -hmac key".
    let body = r#"{"uri":"urn:flood","version":"1","headline":"Flood","body_text":"A flood killed 12 people in Ruda on Friday."}"#;
    let signature = "2ec904e86dcefd905d46c388105ac1d060e66a29";
    let pushed = push(signature, body);
    assert_eq!((pushed.status, &pushed.json()["verdict"]["id"]), (201, &json!("urn:flood")));
    assert_eq!(push(signature, body).status, 201, "a push that comes again is no fault");
    assert_eq!(push(signature, &body.replace("12", "13")).status, 401);
    assert_eq!(service.post("/v1/ninjs", &json!({})).status, 401);
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill_and_many_at_once_are_all_answered() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index").display().to_string();
    let service = serve_at(&index, &[], &[]);
    let text = |number: usize| format!("{FLOOD} Report {number} of the desk says that street {number} is dry again.");
    let acknowledged: Vec<usize> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let (service, text) = (&service, &text);
                scope.spawn(move || {
                    let numbers = (0..40).map(|number| thread * 1_000 + number);
                    let admitted = numbers.filter(|&number| {
                        let body = item(&format!("item-{number}"), &text(number)).to_string();
                        let Ok(mut stream) = TcpStream::connect(&service.address) else { return false };
                        let length = body.len();
                        let head = format!("POST /v1/admit HTTP/1.1\r\nhost: ruda\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
                        let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
                        sent.is_ok() && answer(stream).status == 201
                    });
                    admitted.collect::<Vec<_>>()
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(300));
        let pid = service.child.id().to_string();
        std::process::Command::new("kill").args(["-9", &pid]).status().unwrap();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    drop(service);
    let service = serve_at(&index, &[], &[]);
    for number in &acknowledged {
        assert_eq!(service.get(&format!("/v1/documents/item-{number}")).status, 200, "item-{number} was acknowledged");
    }
    tell(&format!("kill -9 of a service: {} items were acknowledged before, all are there", acknowledged.len()));
    assert!(!acknowledged.is_empty());
}

#[test]
fn asked_to_end_a_service_answers_who_waits_and_leaves_a_whole_index() {
    let mut service = serve(&[], &[]);
    assert_eq!(service.post("/v1/admit", &item("a", FLOOD)).status, 201);
    let pid = service.child.id().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert!(wait(&mut service.child).success());
    run(&["index", "verify", &service.index]).ends_with(0);
}
