"""What a first view of the site weighs as it is sent: the page and what it names, and then the charts.

usage: first_view.py URL
"""

import gzip
import json
import re
import sys
import urllib.parse
import urllib.request

site = sys.argv[1]


def sent(address):
    """Bytes of an answer's body as they go over the wire, and the body unpacked."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return len(body), gzip.decompress(body) if packed else body


n_page, page = sent(site)
page = page.decode()
names = re.findall(r'<(?:link[^>]*rel="(?:icon|stylesheet)"[^>]*href|script[^>]*src)="([^"]+)"', page)
names += re.findall(r'<link[^>]*href="([^"]+)"[^>]*rel="(?:icon|stylesheet)"', page)
charts = re.search(r'data-charts="([^"]+)"', page).group(1)
assets = {urllib.parse.urljoin(site, name) for name in names}
print(
    json.dumps(
        {
            "first_view": n_page + sum(sent(asset)[0] for asset in assets),
            "n_assets": len(assets),
            "charts": sent(urllib.parse.urljoin(site, charts))[0],
        }
    )
)
