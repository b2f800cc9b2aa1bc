#![allow(missing_docs, clippy::all, clippy::pedantic)]
use variorum::{article::*, clean::Repeated, pair::*, read, settings::Settings};
fn main() {
    // args: list of a,b pairs on stdin as JSON [a,b]; corpora as args
    let inputs: Vec<std::path::PathBuf> = std::env::args().skip(1).map(Into::into).collect();
    let settings = Settings::default();
    let all = read::read_all(&inputs, &Default::default(), &settings.reading).unwrap();
    let articles: Vec<Article> = all.documents.into_iter().map(|d| Article::new(d, &Repeated::default(), &settings)).collect();
    for line in std::io::stdin().lines() {
        let (a, b): (String, String) = serde_json::from_str(&line.unwrap()).unwrap();
        let find = |id: &str| articles.iter().find(|x| x.document.id.0 == id).unwrap();
        let (wa, wb) = (Witness::new(find(&a)), Witness::new(find(&b)));
        let pair = Pair::new(&wa, &wb, &settings.comparing);
        for x in &wa.facts.measures {
            for y in &wb.facts.measures {
                let (cx, cy) = (pair.content(&wa, x.clause), pair.content(&wb, y.clause));
                if let Some(l) = pair.likeness(x, y, &cx, &cy) {
                    println!("{}", serde_json::json!({"pair": [a, b], "a": x.figure.span, "b": y.figure.span, "ta": x.figure.span.of(wa.text()), "tb": y.figure.span.of(wb.text()), "ca": x.clause.of(wa.text()), "cb": y.clause.of(wb.text()), "l": format!("{l:?}"), "whole": [x.whole, y.whole]}));
                }
            }
        }
    }
}
