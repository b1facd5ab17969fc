//! A proposal as a workbook with live formulas and as a document.
