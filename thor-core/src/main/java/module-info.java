/** The vocabulary of thor as types, and the SPI that extends it. */
@SuppressWarnings("requires-automatic") // HttpClient 5 has a module name, but no descriptor
module io.thor4j.core {
    requires transitive org.slf4j;
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    // The http package. HttpClient asks jdk.net for the options of sockets, and has no descriptor that would say so.
    requires jdk.net;
    requires static org.apache.httpcomponents.client5.httpclient5;
    requires static org.apache.httpcomponents.core5.httpcore5;

    exports io.thor4j.core;
    exports io.thor4j.core.http;
    exports io.thor4j.core.ioc;
    exports io.thor4j.core.json;
    exports io.thor4j.core.spi;
    exports io.thor4j.core.text;
    exports io.thor4j.core.walk;

    uses io.thor4j.core.spi.DetectorProvider;
    uses io.thor4j.core.spi.ExtractorProvider;
    uses io.thor4j.core.spi.HookProvider;
    uses io.thor4j.core.spi.SinkProvider;
    uses io.thor4j.core.spi.YaraEngineProvider;
}
