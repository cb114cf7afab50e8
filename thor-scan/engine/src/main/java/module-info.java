/** The scanner that programs embed: signature sets, detectors, scoring, limits, outputs. */
module io.thor4j.scan {
    requires static transitive org.jspecify;
    requires transitive io.thor4j.core;
    requires transitive io.thor4j.yara;
    requires org.slf4j;
    requires tools.jackson.core;

    exports io.thor4j.scan;
}
