/** Licences: host hashes, licence files, own licences, clients for ASGARD and the customer portal, and the service that issues. */
@SuppressWarnings("requires-automatic") // HttpClient 5 has a module name, but no descriptor
module io.thor4j.licensing {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.core;

    // The client package. HttpClient asks jdk.net for the options of sockets, and has no descriptor that would say so.
    requires jdk.net;
    requires static org.apache.httpcomponents.client5.httpclient5;
    requires static org.apache.httpcomponents.core5.httpcore5;

    // The service package.
    requires static transitive java.sql;
    requires static org.eclipse.jetty.http;
    requires static org.eclipse.jetty.server;
    requires static org.eclipse.jetty.util;

    exports io.thor4j.licensing;
    exports io.thor4j.licensing.client;
    exports io.thor4j.licensing.file;
    exports io.thor4j.licensing.host;
    exports io.thor4j.licensing.own;
    exports io.thor4j.licensing.service;
}
