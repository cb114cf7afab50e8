/** The {@code thor} command: the only module that writes to the console or ends the process. */
@SuppressWarnings("requires-automatic") // HttpClient 5 has a module name, but no descriptor
module io.thor4j.cli {
    requires static org.jspecify;
    requires io.thor4j.core;
    requires io.thor4j.threatintel;
    requires io.thor4j.yara;
    requires io.thor4j.scan;
    requires io.thor4j.licensing;
    requires io.thor4j.thunderstorm;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires tools.jackson.core;
    /* The scanner reads YAML indicators with it, where it is. */
    requires org.snakeyaml.engine;

    /* Signals, for Ctrl+C. */
    requires jdk.unsupported;

    // What thor-licensing only has where it is wanted: here all of it.
    requires java.sql;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.eclipse.jetty.server;

    // The same for thor-thunderstorm.
    requires org.eclipse.jetty.alpn.server;
    requires org.eclipse.jetty.alpn.java.server;
    requires org.eclipse.jetty.http2.server;

    opens io.thor4j.cli to
            info.picocli;
    opens io.thor4j.cli.conformance to
            info.picocli;
    opens io.thor4j.cli.report to
            info.picocli;
    opens io.thor4j.cli.license to
            info.picocli;
    opens io.thor4j.cli.signatures to
            info.picocli;
    opens io.thor4j.cli.intel to
            info.picocli;
    opens io.thor4j.cli.collect to
            info.picocli;
    opens io.thor4j.cli.update to
            info.picocli;
    opens io.thor4j.cli.thunderstorm to
            info.picocli;
    opens io.thor4j.cli.yara to
            info.picocli;
}
