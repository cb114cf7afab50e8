/** Licences: host hashes, licence files, own licences, clients for ASGARD and the customer portal, and the service that issues. */
module io.thor4j.licensing {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.core;

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
