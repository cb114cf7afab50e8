/** The {@code thor} command: the only module that writes to the console or ends the process. */
module io.thor4j.cli {
    requires static org.jspecify;
    requires io.thor4j.core;
    requires io.thor4j.threatintel;
    requires io.thor4j.yara;
    requires io.thor4j.scan;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires tools.jackson.core;
    /* The scanner reads YAML indicators with it, where it is. */
    requires org.snakeyaml.engine;

    opens io.thor4j.cli to
            info.picocli;
    opens io.thor4j.cli.conformance to
            info.picocli;
    opens io.thor4j.cli.signatures to
            info.picocli;
    opens io.thor4j.cli.intel to
            info.picocli;
    opens io.thor4j.cli.yara to
            info.picocli;
}
