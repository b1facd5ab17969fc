//! The account on a terminal, in a workbook and as a data package
