/** The scanner that programs embed: signature sets, detectors, scoring, limits, outputs. */
module io.thor4j.scan {
    requires static transitive org.jspecify;
    requires transitive io.thor4j.core;
    requires transitive io.thor4j.yara;
    requires org.slf4j;
    requires tools.jackson.core;
    /* YAML indicators, where the embedder has it. */
    requires static org.snakeyaml.engine;
    requires java.management;
    /* Tells the load of the machine, and counts what a thread allocates. */
    requires jdk.management;

    exports io.thor4j.scan;
    exports io.thor4j.scan.filter;
    exports io.thor4j.scan.ioc;
    exports io.thor4j.scan.signature;
    exports io.thor4j.scan.mode;
    exports io.thor4j.scan.output;
    exports io.thor4j.scan.output.audit;
    exports io.thor4j.scan.output.html;
    exports io.thor4j.scan.output.log;
    exports io.thor4j.scan.output.syslog;

    uses io.thor4j.core.spi.DetectorProvider;
    uses io.thor4j.core.spi.ExtractorProvider;
    uses io.thor4j.core.spi.HookProvider;
    uses io.thor4j.core.spi.SinkProvider;
    uses io.thor4j.core.spi.YaraEngineProvider;
}
