#!/usr/bin/env python3
"""Writes the ten articles of this folder in every format that Variorum reads. Run once; the files are in the repository.

  python3 -m venv venv && venv/bin/pip install trafilatura newspaper4k lxml_html_clean feedgen warcio pyarrow
  venv/bin/python tests/formats/make.py

Made with trafilatura 2.3.1, newspaper4k 0.9.6, feedgen 1.0.0, warcio 1.8.1 and pyarrow 26.0.1: the files of these are what the
tools write. ninjs, NewsML-G2 and NITF are written here, after the public schemas of the IPTC. The articles are those of data/wire."""
import csv, datetime, html, io, json, os, tarfile, zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
IDS = """flood-meridian flood-meridian-2 strike-meridian strike-harbour court-meridian court-meridian-2 quake-meridian
fire-meridian library-meridian budget-meridian""".split()
found = {}
for name in ("meridian-wire", "harbour-post"):
    for line in open(f"{HERE}/../../data/wire/{name}.jsonl", encoding="utf8"):
        d = json.loads(line)
        found[d["id"]] = {
            "id": d["id"],
            "title": d.get("title") or d.get("headline"),
            "published": d.get("published") or d.get("date"),
            "source": d.get("source") or d.get("outlet"),
            "url": d["url"],
            "text": d.get("text") or d.get("body"),
        }
articles = [found[i] for i in IDS]


def moment(d):
    t = datetime.datetime.fromisoformat(d["published"].replace("Z", "+00:00"))
    return t if t.tzinfo else t.replace(tzinfo=datetime.timezone.utc)


for d in articles:
    d["published"] = moment(d).strftime("%Y-%m-%dT%H:%M:%SZ")


def paragraphs(d):
    return [p.strip() for p in d["text"].split("\n\n") if p.strip()]


def put(name, data):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data if isinstance(data, bytes) else data.encode())


def lines(values):
    return "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values)


def page(d):
    ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": d["title"], "datePublished": d["published"],
          "url": d["url"], "publisher": {"@type": "Organization", "name": d["source"]}}
    body = "\n".join(f"      <p>{html.escape(p, quote=False)}</p>" for p in paragraphs(d))
    t = html.escape(d["title"])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{t} | {html.escape(d["source"])}</title>
  <link rel="canonical" href="{html.escape(d["url"])}">
  <meta property="og:title" content="{t}">
  <meta property="og:site_name" content="{html.escape(d["source"])}">
  <meta property="article:published_time" content="{d["published"]}">
  <script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>
</head>
<body>
  <nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
  <main>
    <article>
      <h1>{t}</h1>
{body}
    </article>
  </main>
  <aside class="related"><h2>Most read</h2><ul><li><a href="/a">Chess club opens</a></li><li><a href="/b">Bees return</a></li></ul></aside>
  <footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a> All rights reserved.</footer>
</body>
</html>
"""


put("articles.jsonl", lines(articles))
put("list.json", json.dumps(articles, ensure_ascii=False, indent=1))
put("nested.json", json.dumps({"status": "ok", "response": {"total": len(articles), "docs": articles}}, ensure_ascii=False))
for name, delimiter in (("articles.csv", ","), ("articles.tsv", "\t")):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(articles[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(articles)
    put(name, out.getvalue())
for d in articles:
    put(f"pages/{d['id']}.html", page(d))

# archives
with tarfile.open(f"{HERE}/pages.tar", "w", format=tarfile.PAX_FORMAT) as tar, zipfile.ZipFile(f"{HERE}/pages.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for d in articles:
        data = page(d).encode()
        info = tarfile.TarInfo(f"pages/{d['id']}.html")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
        z.writestr(zipfile.ZipInfo(f"pages/{d['id']}.html", (2031, 6, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)

# scrapers
import trafilatura, newspaper

put("trafilatura.jsonl", "".join(
    trafilatura.extract(page(d), output_format="json", with_metadata=True, url=d["url"]) + "\n" for d in articles))
made = []
for d in articles:
    a = newspaper.Article(d["url"], language="en")
    a.download(input_html=page(d))
    a.parse()
    made.append(a.to_json(as_string=True))
put("newspaper.jsonl", "".join(json.dumps(json.loads(m), ensure_ascii=False) + "\n" for m in made))

# feeds
from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("https://meridian.example/feed")
feed.title("Meridian Wire")
feed.link(href="https://meridian.example/", rel="alternate")
feed.description("All reports")
feed.language("en")
feed.updated("2031-06-30T00:00:00Z")
feed.lastBuildDate("2031-06-30T00:00:00Z")
for d in articles:
    e = feed.add_entry(order="append")
    e.id(d["url"])
    e.guid(d["url"], permalink=True)
    e.title(d["title"])
    e.link(href=d["url"])
    e.published(d["published"])
    e.updated(d["published"])
    e.content("".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs(d)), type="html")
put("feed.rss", feed.rss_str(pretty=True))
put("feed.atom", feed.atom_str(pretty=True))

# web archives
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

for name, packed in (("articles.warc.gz", True), ("articles.warc", False)):
    with open(f"{HERE}/{name}", "wb") as out:
        w = WARCWriter(out, gzip=packed)
        w.write_record(w.create_warcinfo_record(name, {"software": "warcio"}))
        for d in articles:
            date = {"WARC-Date": "2031-06-20T00:00:00Z"}
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            w.write_record(w.create_warc_record(d["url"], "request", payload=io.BytesIO(b""), warc_headers_dict=date,
                           http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)))
            w.write_record(w.create_warc_record(d["url"], "response", payload=io.BytesIO(page(d).encode()), http_headers=head, warc_headers_dict=date))
        head = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
        w.write_record(w.create_warc_record("https://meridian.example/a.png", "response", payload=io.BytesIO(b"\x89PNG"), http_headers=head))
with open(f"{HERE}/articles.warc.wet.gz", "wb") as out:
    w = WARCWriter(out, gzip=True)
    for d in articles:
        w.write_record(w.create_warc_record(d["url"], "conversion", payload=io.BytesIO(d["text"].encode()), warc_content_type="text/plain",
                       warc_headers_dict={"WARC-Date": d["published"]}))

# Parquet
import pyarrow, pyarrow.parquet

pyarrow.parquet.write_table(pyarrow.Table.from_pylist(articles), f"{HERE}/articles.parquet", compression="snappy")

# newsrooms
xhtml = lambda d: "".join(f"<p>{escape(p)}</p>" for p in paragraphs(d))
base = lambda d: {"uri": "urn:newsml:meridian.example:" + d["id"], "type": "text", "version": "2", "language": "en", "slugline": d["id"], "urgency": 3}
put("ninjs-1.6.jsonl", lines({**base(d), "versioncreated": d["published"], "pubstatus": "usable", "ednote": "Second take", "headline": d["title"],
    "body_text": d["text"], "body_xhtml": xhtml(d), "genre": [{"name": "Current", "code": "genre:Current"}], "infosource": [{"name": d["source"]}]} for d in articles))
put("ninjs-2.2.jsonl", lines({**base(d), "versioncreated": d["published"], "pubstatus": "usable", "ednote": "Second take",
    "headlines": [{"role": "main", "value": d["title"]}], "bodies": [{"role": "main", "contenttype": "application/xhtml+xml", "value": xhtml(d)}],
    "genres": [{"name": "Current", "uri": "genre:Current"}], "infosources": [{"name": d["source"]}]} for d in articles))
put("ninjs-3.1.jsonl", lines({**base(d), "standard": {"name": "ninjs", "version": "3.1"}, "versionCreated": d["published"], "pubStatus": "usable", "edNote": "Second take",
    "headlines": [{"role": "main", "value": d["title"]}], "bodies": [{"role": "main", "contentType": "text/html", "value": xhtml(d)},
    {"role": "main", "contentType": "text/plain", "value": d["text"]}], "genres": [{"name": "Current", "uri": "genre:Current"}], "infoSources": [{"name": d["source"]}]} for d in articles))
item = lambda d: f"""<newsItem guid={quoteattr("urn:newsml:meridian.example:" + d["id"])} version="2" standard="NewsML-G2" standardversion="2.33" conformance="power" xml:lang="en">
 <itemMeta><itemClass qcode="ninat:text"/><provider literal={quoteattr(d["source"])}/><versionCreated>{d["published"]}</versionCreated>
  <pubStatus qcode="stat:usable"/><edNote>Second take</edNote></itemMeta>
 <contentMeta><infoSource literal={quoteattr(d["source"])}/><slugline>{d["id"]}</slugline><headline>{escape(d["title"])}</headline><language tag="en"/><genre qcode="genre:Current"/></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{xhtml(d)}</body></html></inlineXML></contentSet>
</newsItem>
"""
put("newsml-g2.xml", '<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2031-06-20T00:00:00Z</sent></header><itemSet>\n'
    + "".join(map(item, articles)) + "</itemSet></newsMessage>\n")
for d in articles:
    put(f"nitf/{d['id']}.xml", f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf version="-//IPTC//DTD NITF 3.6//EN">
 <head><title>{escape(d["title"])}</title><tobject tobject.type="news"><tobject.property tobject.property.type="Current"/></tobject>
  <docdata management-status="usable"><doc-id id-string={quoteattr("urn:newsml:meridian.example:" + d["id"])}/><date.issue norm="{moment(d).strftime("%Y%m%dT%H%M%SZ")}"/>
   <ed-msg info="Second take"/><du-key key={quoteattr(d["id"])} version="2"/></docdata><pubdata name={quoteattr(d["source"])}/></head>
 <body xml:lang="en"><body.head><hedline><hl1>{escape(d["title"])}</hl1></hedline></body.head>
  <body.content><block>{xhtml(d)}</block></body.content></body>
</nitf>
""")
