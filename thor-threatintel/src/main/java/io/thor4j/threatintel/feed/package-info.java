/**
 * Feeds: a {@link io.thor4j.threatintel.feed.Feed} brings indicators page by page, {@link io.thor4j.threatintel.feed.FeedSync} writes them into
 * a store.
 */
@NullMarked
package io.thor4j.threatintel.feed;

import org.jspecify.annotations.NullMarked;
