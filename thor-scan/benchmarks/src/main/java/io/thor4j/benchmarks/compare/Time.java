package io.thor4j.benchmarks.compare;

/**
 * What a pass over a corpus took.
 *
 * @param cpu seconds of all threads of the engine's process, user and system
 * @param wall seconds
 */
record Time(double cpu, double wall) {
    Time least(Time other) {
        return new Time(Math.min(cpu, other.cpu), Math.min(wall, other.wall));
    }

    Time over(int passes) {
        return new Time(cpu / passes, wall / passes);
    }
}
