//! `variorum serve --index DIR`: the filter over HTTP. The only asynchronous code.
//!
//! ```text
//! mod       arguments, where it listens, how it ends
//! routes    from a request to an answer
//! items     from a body to items
//! access    who may read and who may write
//! desk      the thread that has the index: answers in turn, many items in one batch where many wait
//! tally     what is counted for /metrics
//! front     the page that lists the latest items
//! ```

mod access;
mod desk;
mod front;
mod items;
mod routes;
mod tally;

use super::{
    Ended,
    input::{FieldNames, Judging},
    output,
};
use access::Access;
use anyhow::{Context, Result, ensure};
use clap::Args;
use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use variorum::filter::{Filter, warm_up};

/// Answer over HTTP what filter answers in a pipe: what an item is a copy of, and what an update changed.
///
/// POST /v1/check asks, POST /v1/admit asks and remembers, POST /v1/ninjs takes what Superdesk pushes; GET /v1/documents/ID,
/// /v1/clusters/ID, /v1/compare?a=ID&b=ID, /healthz, /metrics, /openapi.json, and a page at /.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Folder of the index; made when there is none
    #[arg(long, value_name = "DIR")]
    index: PathBuf,
    /// Address and port; port 0 takes a free one, which is told on standard error
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// File of tokens, one a line: "read TOKEN" or "write TOKEN"; who may write may read. Tokens may also stand in
    /// `VARIORUM_READ_TOKEN` and `VARIORUM_WRITE_TOKEN`. Without any, only this machine is listened to
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// Items more than this apart are not compared, and are forgotten in time, such as 14d (default: no bound)
    #[arg(long, value_name = "TIME", value_parser = super::filter::seconds)]
    window: Option<i64>,
    /// Largest body of a request, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 8 << 20)]
    body_limit: usize,
    /// Most items of one request
    #[arg(long, value_name = "ITEMS", default_value_t = 1_000)]
    batch_limit: usize,
    /// Requests that are worked on at once; more are answered with 429
    #[arg(long, value_name = "REQUESTS", default_value_t = 64)]
    concurrency: usize,
    /// Seconds that a request may take, its body included; then 408
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    fields: FieldNames,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let access = Access::new(arguments.tokens.as_deref())?;
    ensure!(
        access.is_guarded() || arguments.listen.ip().is_loopback(),
        "{}: others could write to the index; give --tokens FILE or set VARIORUM_WRITE_TOKEN, or listen on 127.0.0.1",
        arguments.listen
    );
    let settings = arguments.judging.settings()?;
    let filter = std::thread::scope(|scope| {
        scope.spawn(|| warm_up(&settings));
        Filter::open(&arguments.index, settings.clone(), arguments.window)
    })?;
    let tally = Arc::new(tally::Tally::default());
    let opener =
        desk::Opener { folder: arguments.index.clone(), settings: filter.settings().clone(), window: arguments.window };
    let (asks, desk) = desk::start(filter, opener, tally.clone())?;
    let service = Arc::new(routes::Service {
        asks,
        access,
        tally,
        fields: arguments.fields.fields(),
        settings: arguments.judging.settings()?,
        batch_limit: arguments.batch_limit,
        running: tokio::sync::Semaphore::new(arguments.concurrency),
    });
    let router = routes::router(service, arguments.body_limit, Duration::from_secs(arguments.timeout));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(listen(arguments.listen, router))?;
    drop(runtime); // with it the last who could ask
    desk.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    Ok(Ended::Done)
}

/// Answers until the program is asked to end; requests under way are answered first.
async fn listen(address: SocketAddr, router: axum::Router) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("{address}: cannot listen there"))?;
    output::tell(&format!("listening on http://{}", listener.local_addr()?));
    axum::serve(listener, router).with_graceful_shutdown(asked_to_end()).await?;
    Ok(())
}

/// Ctrl-C, or SIGTERM from whoever runs services.
async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(interrupt.await),
    }
}
