"""Writes the example place Marshford: its source files, and `truth.json`, what the product must say of them.

    python3 make.py

Python's standard library alone; the workbook is written by hand below, so that the same bytes come out everywhere.
Nothing here reads the product or its rules: every line is planted with the treatment that the method (table 1.5)
asks for, and the truth is added up from what was planted. Everyone and everything in it is made up.
"""

import csv
import io
import json
import random
import zipfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
MONTHS = [(2025, m) for m in range(4, 13)] + [(2026, m) for m in range(1, 4)]
NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
COUNTY, BOROUGH, ICB = "marshford-county", "marshford-borough", "marshford-and-fens-icb"
BODIES = {COUNTY: "Marshford County Council", BOROUGH: "Marshford Borough Council", ICB: "NHS Marshford and Fens ICB"}
WITHHELD = {"Redacted", "REDACTED PERSONAL DATA", "Name withheld", "Various"}


class Line:
    """One planted line: what is printed, and what it is."""

    def __init__(self, payee, description, amount, treatment="spend", kind=None, to=None, gone=False, **printed):
        self.payee, self.description, self.amount = payee, description, Decimal(str(amount))
        self.treatment, self.kind, self.to, self.gone = treatment, kind, to, gone
        self.receipt_from = printed.pop("receipt_from", None)
        self.department, self.service = printed.pop("department", "Corporate"), printed.pop("service", "Corporate")
        self.subjective = printed.pop("subjective", "Supplies and services")
        self.capital = printed.pop("capital", "Revenue")
        self.text, self.day, self.reference = printed.pop("text", None), printed.pop("day", None), printed.pop("reference", None)
        assert not printed, printed


def transfer(payee, description, amount, kind, to, gone, **printed):
    return Line(payee, description, amount, "transfer", kind, to, gone, **printed)


class Table:
    """One file or sheet, and what the product must count in it."""

    def __init__(self, body, path, sheet=None):
        self.body, self.path, self.sheet, self.lines = body, path, sheet, []
        self.header_rows, self.blank_rows, self.problem_rows = 1, 0, 0
        self.problems = Counter()

    def truth(self):
        exact = sum((line.amount for line in self.lines), Decimal(0))
        n = len(self.lines)
        return {
            "body": self.body, "path": self.path, "sheet": self.sheet,
            "rows": self.header_rows + self.blank_rows + self.problem_rows + n,
            "header_rows": self.header_rows, "blank_rows": self.blank_rows, "problem_rows": self.problem_rows, "lines": n,
            "negative_lines": sum(line.amount < 0 for line in self.lines),
            "redacted_lines": sum(line.payee in WITHHELD for line in self.lines),
            "pounds": pounds(exact), "problems": dict(sorted(self.problems.items())),
        }


def pounds(amount):
    return f"{amount.quantize(Decimal('0.01'))}"


class Ledger:
    """Amounts, days and references that look like a ledger's and are the same in every run."""

    def __init__(self, seed):
        self.random, self.n = random.Random(seed), 0

    def amount(self, low, high):
        return Decimal(self.random.randrange(low * 100, high * 100)) / 100

    def day(self, year, month):
        return date(year, month, 1) + timedelta(self.random.randrange(28))

    def dated(self, lines, year, month):
        """Gives each line the day and the reference that it lacks, and sorts by day as a ledger is."""
        for line in lines:
            self.n += 1
            line.day = line.day or self.day(year, month)
            line.reference = line.reference or f"{5_000_000 + 37 * self.n}"
        return sorted(lines, key=lambda line: line.day)


# ---- Marshford County Council: a CSV a month, Windows-1252 ----------------------------------------------------------

COUNTY_HEADINGS = ["Directorate", "Service", "Expense Type", "Payment Date", "Supplier", "Reference", "Description",
                   "Capital/Revenue", "Net Amount(£)"]
ACORN = ["Acorn Nursery Ltd", "ACORN NURSERY LIMITED", "The Acorn Nursery Ltd.", "Acorn Nursery Ltd (BACS)"]
COUNTY_SUPPLIERS = [
    ("Tarmac & Sons Roads Ltd", "Place", "Highways maintenance", "Resurfacing", 4_000, 90_000),
    ("Greenfen Recycling plc", "Place", "Waste disposal", "Landfill and recycling", 8_000, 60_000),
    ("Fenland Coaches Ltd", "Place", "Home to school transport", "Pupil transport", 2_000, 20_000),
    ("Willow House Care Home", "Adults", "Older people residential care", "Residential placements", 3_000, 30_000),
    ("Bridge Supported Living CIC", "Adults", "Learning disability", "Supported living", 3_000, 40_000),
    ("Café Soleil", "Place", "Libraries", "Refreshments", 20, 400),
    ("Harbour Fostering Ltd", "Children", "Independent fostering", "Agency foster placements", 2_000, 15_000),
    ("Marsh Lane Primary Supplies", "Children", "Schools", "Books and equipment", 100, 4_000),
]
NEGATIVE = [lambda a: f"({-a:,.2f})", lambda a: f"{-a:.2f}-", lambda a: f"{a:.2f}"]


def county_lines(ledger, year, month):
    a = ledger.amount
    lines = [
        Line("HM Revenue & Customs", "PAYE and national insurance", a(300_000, 400_000), "excluded"),
        transfer("NHS Marshford and Fens ICB", "Better Care Fund contribution", 12_000, "section_75", ICB, True, department="Adults", service="Older people"),
        Line(ACORN[month % 4], "Nursery places", a(1_000, 3_000), department="Children", service="Early years"),
    ]
    # Four weekly payments that look the same and are four payments.
    week = dict(day=date(year, month, 7), reference=f"WK{month:02}", department="Adults", service="Home care")
    lines += [Line("Fenland Home Care Ltd", "Weekly home care", "1250.00", **week) for _ in range(4)]
    withheld = 10 if month == 10 else 4
    lines += [Line(["Redacted", "REDACTED PERSONAL DATA", "Name withheld"][i % 3], "Foster care allowance", a(200, 900),
                   department="Children", service="Fostering", subjective="Third party payments") for i in range(withheld)]
    credits = 9 if month == 8 else 7
    for i in range(credits):
        name, directorate, service, what, low, _ = COUNTY_SUPPLIERS[i % len(COUNTY_SUPPLIERS)]
        lines.append(Line(name, f"Credit note: {what.lower()}", -a(low // 10 + 1, low // 2 + 5), department=directorate, service=service))
    if month == 8:  # This month every credit note has lost its minus sign on the way.
        for line in lines[-credits:]:
            line.amount = -line.amount
    wanted = 37 if month == 8 else 28
    while len(lines) < wanted:
        name, directorate, service, what, low, high = COUNTY_SUPPLIERS[len(lines) % len(COUNTY_SUPPLIERS)]
        is_capital = service == "Highways maintenance" and month % 2 == 1
        lines.append(Line(name, what, a(low, high), department=directorate, service=service, capital="Capital" if is_capital else "Revenue"))
    return lines + county_between_bodies(year, month)


def county_between_bodies(year, month):
    lines = []
    if month in (4, 7, 10, 1):
        lines.append(transfer("Marshford Borough Council", "Homelessness grant", 120_000, "grant", BOROUGH, True, department="Adults", service="Housing options"))
    if month in (4, 7, 10):  # and December's, whose file is missing
        lines.append(Line("NHS Marshford and Fens Integrated Care Board", "Section 75 received", -450_000, "financing", receipt_from=ICB, department="Adults", service="Older people"))
    if month in (4, 7, 10):  # and December's
        lines.append(Line("Marshford Borough Council", "Precept received", -500_000, "financing", receipt_from=BOROUGH))
    if month in (5, 11):
        lines.append(transfer("Fens District Council", "Homelessness grant", 30_000, "grant", "fens-district", False, department="Adults", service="Housing options"))
        lines.append(Line("Debt Management Account Deposit Facility", "Fixed term deposit", 2_000_000, "financing"))
    if month == 6:
        lines.append(transfer("Marshford County Council", "Legal services to schools", 4_500, "recharge", COUNTY, True))
    return lines


def county(tables):
    ledger = Ledger(1974)
    for year, month in MONTHS:
        if month == 12:
            continue  # This file was never sent.
        table = Table(COUNTY, f"county/{year}-{month:02}.csv")
        lines = county_lines(ledger, year, month)
        if month == 4:
            lines.append(Line("Old Mill Stationers", "Paper", "84.00", day=date(2025, 3, 28)))  # of the year before
        if month == 2:
            lines.append(Line("Share of Joint Unit", "Recharge shared out by formula", "1234.567", text="1,234.567"))
            table.problems["sub_penny"] += 1
        if month == 3:
            lines.append(Line("Barclaycard Commercial", "Purchase cards, March", card_total(), "excluded"))
        table.lines = ledger.dated(lines, year, month)
        write_county(table, year, month)
        tables.append(table)
    tables.append(cards())


def write_county(table, year, month):
    rows = [COUNTY_HEADINGS]
    credits = 0
    for line in table.lines:
        text = line.text
        if text is None and line.amount < 0:
            text = NEGATIVE[credits % 3](line.amount)
            credits += 1
        day = f"{line.day:%d/%m/%Y}"
        if month == 1 and "acorn" in line.payee.lower():
            day = "99/99/99999"
            table.problems["date_unreadable"] += 1
        rows.append([line.department, line.service, line.subjective, day, line.payee, line.reference, line.description, line.capital,
                     text or f"{line.amount:,.2f}"])
    if month == 5:
        rows = [row + [""] * 17 for row in rows]
    if month == 6:
        rows.insert(15, COUNTY_HEADINGS)
        table.header_rows += 1
    if month == 7:
        rows.append([""] * 8 + [f"{sum(line.amount for line in table.lines):,.2f}"])  # a total that does not say so
        table.problem_rows += 1
        table.problems["total_row"] += 1
    if month == 9:
        rows[3][6] = rows[3][6] + "\nsecond line of the purpose, \"quoted\""
    if month == 11:
        rows.append(["Place", "Highways maintenance", "", f"20/11/{year}", "Tarmac & Sons Roads Ltd", "5999999", "Retention", "Revenue", "see note"])
        table.problem_rows += 1
        table.problems["amount_unreadable"] += 1
    if month == 8:
        table.problems["no_negative_lines"] += 1
    if month == 10:
        table.problems["redacted_share"] += 1
    write_csv(table.path, rows, "cp1252")


CARDS = [("Marsh Rail Tickets", "Travel", "86.40"), ("Premier Stopover", "Hotels", "212.00"), ("Fen Office World", "Stationery", "47.15"),
         ("Marshford Hardware", "Building supplies", "310.99"), ("ACORN NURSERY LIMITED", "Childcare", "120.00"), ("Corner Shop 24", "Groceries", "18.06")]


def card_total():
    return sum(Decimal(amount) for _, _, amount in CARDS)


def cards():
    """The lines behind the payment to the card issuer: the same money, counted here and excluded there."""
    table = Table(COUNTY, "county/2026-03_p.csv")
    table.lines = [Line(name, what, amount, day=date(2026, 3, 3 + 4 * i)) for i, (name, what, amount) in enumerate(CARDS)]
    rows = [["Transaction Date", "Merchant Name", "Merchant Category", "Directorate", "Amount"]]
    rows += [[f"{line.day:%d/%m/%Y}", line.payee, line.description, "Place", f"{line.amount:.2f}"] for line in table.lines]
    write_csv(table.path, rows, "cp1252")
    return table


# ---- Marshford Borough Council: one workbook, a sheet a month --------------------------------------------------------

BOROUGH_HEADINGS = ["Date", "Beneficiary", "Purpose", "Department", "Amount excl VAT"]
BOROUGH_SUPPLIERS = [
    ("Acorn Housing Association", "Temporary accommodation", "Housing", 5_000, 20_000), ("Clearwater Pools Ltd", "Leisure centre management", "Leisure", 8_000, 12_000),
    ("Greenfen Recycling plc", "Refuse collection", "Environment", 10_000, 40_000), ("Tidy Streets Ltd", "Street cleansing", "Environment", 2_000, 9_000),
    ("Fen Planning Consultants LLP", "Local plan evidence", "Planning", 500, 8_000),
]
ODD_NAMES = ['=HYPERLINK("http://example.org","Refund")', "<b>Bold & Sons</b>", "@SUM(1+1)*cmd|' /C calc'!A0", "+44 1632 960000 Taxis", "-Dash Couriers"]


def borough_lines(ledger, year, month):
    a = ledger.amount
    lines = [
        Line("HMRC", "PAYE", a(60_000, 90_000), "excluded"),
        Line("Various", "Rent allowances", a(150_000, 250_000), department="Benefits"),
        transfer("Marshford BC Housing Revenue Account", "Rent rebates", 5_500, "recharge", BOROUGH, True, department="Benefits"),
        Line("Council Tax Refund", "Overpaid council tax", a(100, 900), "excluded", department="Revenues"),
        Line("Clearwater Pools Ltd", "Credit note", -a(100, 900), department="Leisure"),
    ]
    lines += [Line(name, what, a(low, high), department=department) for name, what, department, low, high in BOROUGH_SUPPLIERS]
    if month in (4, 7, 10, 1):
        lines.append(Line("Marshford County Council", "Grant received: homelessness", -120_000, "financing", receipt_from=COUNTY, department="Housing"))
    if month in (4, 7, 10, 12):
        lines.append(transfer("Marshford County Council", "Precept instalment", 500_000, "precept", COUNTY, True, department="Revenues"))
        lines.append(transfer("Marshford Police", "Precept instalment", 150_000, "precept", "marshford-police", False, department="Revenues"))
        lines.append(transfer("Marshford Fire & Rescue Service", "Precept instalment", 50_000, "precept", "marshford-fire", False, department="Revenues"))
    if month in (4, 9):
        lines.append(transfer("Little Marsh Parish Council", "Parish precept", 9_000, "precept", "parish:little-marsh", False, department="Revenues"))
        lines.append(transfer("Marshford Internal Drainage Board", "Drainage levy", 35_000, "levy", "marshford-drainage", False, department="Environment"))
    if month in (6, 12):
        lines.append(Line("Ministry of Housing, Communities and Local Government", "Central share of business rates", 750_000, "financing", department="Revenues"))
    if month == 8:
        lines += [Line(name, "Sundries", a(20, 200)) for name in ODD_NAMES]
    return lines


def borough(tables):
    ledger = Ledger(1888)
    path = "borough/Marshford Borough payments 2025-26.xlsx"
    notes = Table(BOROUGH, path, "Notes")
    notes.header_rows = 0
    notes.problems["file_not_ledger"] += 1
    sheets = [("Notes", [["Payments over £250 made by Marshford Borough Council"], [], ["Amounts are net of VAT. Names of claimants are not shown."]])]
    tables.append(notes)
    for year, month in MONTHS:
        table = Table(BOROUGH, path, f"{NAMES[month - 1]} {year % 100}")
        table.lines = ledger.dated(borough_lines(ledger, year, month), year, month)
        sheets.append((table.sheet, borough_rows(table, month)))
        tables.append(table)
    write_workbook(path, sheets)


def borough_rows(table, month):
    # June prints its dates as text and July as bare serial numbers; the others hold dates.
    as_printed = {6: lambda day: f"{day:%d/%m/%Y}", 7: lambda day: (day - date(1899, 12, 30)).days}.get(month, lambda day: day)
    rows = [BOROUGH_HEADINGS]
    rows += [[as_printed(line.day), line.payee, line.description, line.department, line.amount] for line in table.lines]
    if month == 9:
        rows[2][4] = ("formula", "E9*1.2", rows[2][4])
    if month == 10:
        rows.append([date(2025, 10, 31), "Tidy Streets Ltd", "Street cleansing", "Environment", ("error", "E99*2", "#REF!")])
        table.problem_rows += 1
        table.problems["cell_error"] += 1
    if month == 3:
        rows.append(["Total", None, None, None, sum(line.amount for line in table.lines)])
        table.problem_rows += 1
        table.problems["total_row"] += 1
    return rows


# ---- NHS Marshford and Fens ICB: a CSV a month in the Treasury's layout -----------------------------------------------

ICB_HEADINGS = ["Department family", "Entity", "Date", "Expense type", "Expense area", "Supplier", "Transaction number", "Amount", "Description"]
ICB_SUPPLIERS = [("Fen Pharmacy Group Ltd", "Prescribing", 26_000, 80_000), ("Marsh Medical Partners LLP", "GP contract", 60_000, 150_000),
                 ("Willow House Care Home", "Continuing healthcare", 26_000, 50_000), ("Bridge Supported Living CIC", "Mental health aftercare", 26_000, 45_000)]


def icb_lines(ledger, year, month):
    a = ledger.amount
    lines = [transfer("Marshford Hospitals NHS Foundation Trust", "Acute contract", 900_000, "purchase", "marshford-hospitals", False)]
    lines += [Line(name, what, a(low, high)) for name, what, low, high in ICB_SUPPLIERS]
    if month in (4, 7, 10, 12):
        lines.append(transfer("Marshford County Council", "Section 75 pooled budget", 450_000, "section_75", COUNTY, True))
    if month in (5, 6, 7, 8, 9, 10, 11, 12, 2, 3):  # each a month after the county paid it; March's is still under way
        lines.append(Line("Marshford County Council", "Better Care Fund received", -12_000, "financing", receipt_from=COUNTY))
    if month <= 1 or month >= 4:
        lines.append(transfer("Marshford Borough Council", "Business rates", 8_000, "pass_through", BOROUGH, True))
    if month == 10:  # one invoice over the threshold, two lines below it
        lines += [Line("Fen Pharmacy Group Ltd", part, amount, reference="7001234", day=date(2025, 10, 9)) for part, amount in [("Vaccines", 14_000), ("Needles", 13_500)]]
    return lines


def icb(tables):
    ledger = Ledger(1948)
    for year, month in MONTHS:
        table = Table(ICB, f"icb/Marshford-ICB-spend-over-25k-{NAMES[month - 1].lower()}-{year}.csv")
        table.lines = ledger.dated(icb_lines(ledger, year, month), year, month)
        write_icb(table, year, month)
        tables.append(table)


def write_icb(table, year, month):
    width = len(ICB_HEADINGS)
    mark = {11: "$", 3: "£"}.get(month, "")
    lines = [["Department of Health and Social Care", "Marshford and Fens ICB", f"{line.day:%d-%b-%y}", "Commissioning", "Programme", line.payee,
              line.reference, icb_amount(line.amount, mark), line.description] for line in table.lines]
    banner = [[f"NHS Marshford and Fens Integrated Care Board: payments over £25,000, {NAMES[month - 1]} {year}"] + [""] * (width - 1), [""] * width]
    headings = [ICB_HEADINGS]
    if month == 7:  # a heading over two rows
        headings = [["Department", "", "", "Expense", "Expense", "", "Transaction", "", ""], ["family", "Entity", "Date", "type", "area", "Supplier", "number", "Amount", "Description"]]
    total = ["Total"] + [""] * 6 + [f"{sum(line.amount for line in table.lines):,.2f}", ""]
    if month == 2:  # the heading is the last row
        rows = lines + headings
    else:
        rows = banner + headings + lines + [total]
        table.header_rows, table.blank_rows, table.problem_rows = 1 + len(headings), 1, 1
        table.problems["total_row"] += 1
    if month == 9:
        rows += [[""] * width] * 40
        table.blank_rows += 40
    if month == 11:
        table.problems["currency_mark"] += 1
    write_csv(table.path, rows, {3: "cp437"}.get(month, "utf-8-sig"))


def icb_amount(amount, mark):
    return f"{'-' if amount < 0 else ''}{mark}{abs(amount):,.2f}"


# ---- Files -----------------------------------------------------------------------------------------------------------

def write_csv(path, rows, encoding):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    write(path, text.getvalue().encode(encoding))


def write(path, data):
    target = SOURCES / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def write_workbook(path, sheets):
    """An XLSX as small as one can be: text inline, dates by a style, formulas with the value last computed."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    n = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>' for i in n) + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {ns} xmlns:r="{rel}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, (name, _) in zip(n, sheets)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in n)
        + f'<Relationship Id="rId{len(sheets) + 1}" Type="{rel}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {ns}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for i, (_, rows) in zip(n, sheets):
        parts[f"xl/worksheets/sheet{i}.xml"] = f"<worksheet {ns}><sheetData>{''.join(sheet_row(r, row) for r, row in enumerate(rows, 1))}</sheetData></worksheet>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 4, 20, 9, 0, 0)), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text, zipfile.ZIP_DEFLATED)
    write(path, data.getvalue())


def sheet_row(number, cells):
    inside = "".join(cell_xml(f"{'ABCDEFGH'[i]}{number}", cell) for i, cell in enumerate(cells) if cell is not None)
    return f'<row r="{number}">{inside}</row>'


def cell_xml(at, cell):
    escape = lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if isinstance(cell, date):
        return f'<c r="{at}" s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    if isinstance(cell, tuple):
        error = ' t="e"' if cell[0] == "error" else ""
        return f'<c r="{at}"{error}><f>{cell[1]}</f><v>{cell[2]}</v></c>'
    return f'<c r="{at}"><v>{cell}</v></c>'


def outturn():
    """What the bodies published for the year, pounds."""
    series, pay = "statement_of_accounts:net_expenditure", "statement_of_accounts:employees"
    figures = [(COUNTY, series, "Adult social care", 9_800_000), (COUNTY, series, "Children's services", 6_100_000), (COUNTY, series, "Highways and transport", 7_200_000),
               (COUNTY, series, "Environment", 4_300_000), (COUNTY, pay, "Adult social care", 4_900_000), (COUNTY, pay, "Children's services", 3_700_000),
               (BOROUGH, series, "Housing", 3_900_000), (BOROUGH, series, "Environment", 1_450_000), ("fens-district", series, "Total", 11_300_000),
               ("marshford-police", series, "Total", 41_000_000), ("marshford-fire", series, "Total", 12_400_000)]
    rows = [["body_id", "financial_year", "series", "line_code", "label", "amount"]]
    rows += [[body, "2025-26", name, f"{100 + i}", label, f"{amount:.2f}"] for i, (body, name, label, amount) in enumerate(figures)]
    write_csv("published/statements-of-accounts-2025-26.csv", rows, "utf-8")
    return {"lines": len(figures), "pounds": f"{sum(amount for *_, amount in figures):.2f}"}


# ---- Truth -----------------------------------------------------------------------------------------------------------

def year_of(line):
    # A date that cannot be read leaves the line in the place's own year; the only one planted lies in it anyway.
    return line.day.year - (line.day.month < 4)


def group(lines):
    return {"lines": len(lines), "pounds": pounds(sum((line.amount for line in lines), Decimal(0)))}


def body_truth(tables):
    lines = [line for table in tables for line in table.lines]
    problems = sum((table.problems for table in tables), Counter())
    if tables[0].body == COUNTY:
        problems["missing_month"] += 1
    return group(lines) | {
        "negative_lines": sum(line.amount < 0 for line in lines),
        "redacted_lines": sum(line.payee in WITHHELD for line in lines),
        "by_financial_year": {str(year): group([l for l in lines if year_of(l) == year]) for year in sorted({year_of(l) for l in lines})},
        "by_treatment": {t: group([l for l in lines if l.treatment == t]) for t in ("spend", "transfer", "financing", "excluded")},
        "eliminated": group([l for l in lines if l.gone]),
        "problems": dict(sorted(problems.items())),
    }


def transfers(by_body):
    """Each pair of bodies by kind, with what the receiver's own ledger shows as received."""
    received, paid = defaultdict(Decimal), defaultdict(list)
    for body, lines in by_body.items():
        for line in lines:
            if line.receipt_from:
                received[line.receipt_from, body] -= line.amount
            if line.treatment == "transfer":
                paid[body, line.to, line.kind].append(line)
    found = []
    for (payer, receiver, kind), lines in sorted(paid.items()):
        amount, matched = sum(line.amount for line in lines), received.get((payer, receiver))
        row = {"payer": payer, "receiver": receiver, "kind": kind, "financial_year": 2025} | group(lines) | {"eliminated": lines[0].gone}
        row["matched"] = None if matched is None else pounds(matched)
        row["difference"] = None if matched is None else pounds(amount - matched)
        row["status"] = "one_sided" if matched is None else status(amount, amount - matched)
        found.append(row)
    return found


def status(amount, difference):
    within = abs(difference) <= max(amount / 100, 50_000)
    return "paired" if difference == 0 else "timing" if within else "differs"


def signs(tables):
    """What the product may guess of the credit notes of August, and what they were."""
    county = [table for table in tables if table.body == COUNTY]
    august = next(table for table in county if table.path.endswith("2025-08.csv"))
    with_signs = [[line.amount for line in table.lines] for table in county if any(line.amount < 0 for line in table.lines)]
    others = [amount for amounts in with_signs for amount in amounts]
    # The middle file's pounds returned among all its pounds: three files hold large receipts from partners.
    share = median(-sum(a for a in amounts if a < 0) / sum(abs(a) for a in amounts) for amounts in with_signs)
    lost = [line.amount for line in august.lines if line.description.startswith("Credit note")]
    return {"path": august.path, "lines": len(august.lines), "lost_signs": len(lost), "lost_credits": pounds(sum(lost)),
            "estimated_credits": pounds(sum(line.amount for line in august.lines) * share),
            "share_of_negative_lines_elsewhere": round(sum(a < 0 for a in others) / len(others), 6)}


def main():
    tables = []
    county(tables)
    borough(tables)
    icb(tables)
    by_body = {body: [line for table in tables if table.body == body for line in table.lines] for body in BODIES}
    lines = [line for of_body in by_body.values() for line in of_body]
    truth = group(lines) | {
        "by_treatment": {t: group([l for l in lines if l.treatment == t]) for t in ("spend", "transfer", "financing", "excluded")},
        "eliminated": group([l for l in lines if l.gone]),
        "in_the_place_after_elimination": group([l for l in lines if l.treatment == "spend" or l.treatment == "transfer" and not l.gone]),
        "bodies": {body: body_truth([table for table in tables if table.body == body]) for body in BODIES},
        "transfers": transfers(by_body),
        "signs": signs(tables),
        "missing_months": [{"body": COUNTY, "month": "2025-12"}],
        "outturn": outturn(),
        "files": [table.truth() for table in tables],
    }
    (HERE / "truth.json").write_text(json.dumps(truth, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
