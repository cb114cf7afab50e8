/** The report for people: one page that needs nothing else; the entry type is {@link io.thor4j.scan.output.html.HtmlReportSink}. */
@NullMarked
package io.thor4j.scan.output.html;

import org.jspecify.annotations.NullMarked;
