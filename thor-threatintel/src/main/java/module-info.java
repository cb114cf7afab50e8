/** Threat intelligence: clients for ThreatConnect and Thor Cloud, an indicator store, exports for the scanner. */
@SuppressWarnings("requires-automatic") // HttpClient 5 has a module name, but no descriptor
module io.thor4j.threatintel {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
    requires java.sql;
    // HttpClient asks it for the options of sockets, and has no descriptor that would say so.
    requires jdk.net;
    requires de.siegmar.fastcsv;
    requires org.slf4j;
    requires tools.jackson.core;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;

    exports io.thor4j.threatintel;
    exports io.thor4j.threatintel.ecs;
    exports io.thor4j.threatintel.export;
    exports io.thor4j.threatintel.feed;
    exports io.thor4j.threatintel.http;
    exports io.thor4j.threatintel.store;
    exports io.thor4j.threatintel.stub;
    exports io.thor4j.threatintel.taxii;
    exports io.thor4j.threatintel.thorcloud;
    exports io.thor4j.threatintel.threatconnect;

    uses io.thor4j.threatintel.feed.FeedProvider;

    provides io.thor4j.threatintel.feed.FeedProvider with
            io.thor4j.threatintel.feed.ThreatConnectFeedProvider,
            io.thor4j.threatintel.files.FilesFeedProvider,
            io.thor4j.threatintel.thorcloud.ThorCloudFeedProvider,
            io.thor4j.threatintel.taxii.TaxiiFeedProvider;
}
