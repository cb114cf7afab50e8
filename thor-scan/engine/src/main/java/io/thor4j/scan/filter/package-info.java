/** Lists of regexes that leave paths or findings out. Entry type: {@link io.thor4j.scan.filter.PatternList}. */
@NullMarked
package io.thor4j.scan.filter;

import org.jspecify.annotations.NullMarked;
