package io.patchbay.gateway.cli;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs agents on one thread, in turn, until it is told to stop: the scheduler of a process. An agent's exception ends the duty
 * and is kept for the process to report.
 */
final class AgentLoop implements Runnable {
    private final List<Agent> agents;
    private final IdleStrategy idle;
    private final Runnable afterWork;
    private final DutyClock clock;
    private Runnable atStart = () -> { };
    private volatile boolean isStarted;
    private volatile boolean isStopped;
    private volatile Throwable failure;

    /**
     * Nothing runs yet.
     *
     * @param agents    in the order of their turns.
     * @param idle      what to do with nothing to do.
     * @param afterWork called after a turn with work; wakes other threads.
     * @param clock     of this thread: set once a turn, for all that its agents time.
     */
    AgentLoop(final List<Agent> agents, final IdleStrategy idle, final Runnable afterWork, final DutyClock clock) {
        this.agents = List.copyOf(agents);
        this.idle = idle;
        this.afterWork = afterWork;
        this.clock = clock;
    }

    /**
     * What to do first on the thread that runs it, before its agents start: pin it.
     *
     * @param first set before the thread starts.
     * @return this.
     */
    AgentLoop startingWith(final Runnable first) {
        atStart = first;
        return this;
    }

    /** Starts the agents, runs them until {@link #stop()}, and closes them, all on the caller's thread. */
    @Override
    public void run() {
        try {
            atStart.run();
            clock.update();
            agents.forEach(Agent::onStart);
            isStarted = true;
        } catch (final Exception | Error e) {
            failure = e;
        }
        if (isStarted) {
            runUntil(() -> isStopped);
        }
        for (final Agent agent : agents) {
            try {
                agent.onClose();
            } catch (final Exception | Error e) {
                failure = failure == null ? e : failure;
            }
        }
    }

    /** Runs on the caller's thread until a condition holds, checked after each turn. */
    void runUntil(final BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                clock.update();
                int work = 0;
                for (int i = 0; i < agents.size(); i++) {
                    work += agents.get(i).doWork();
                }
                if (work > 0) {
                    afterWork.run();
                }
                idle.idle(work);
            }
        } catch (final Exception | Error e) {
            failure = e;
        }
    }

    /** Have all agents started? Any thread. */
    boolean isStarted() {
        return isStarted;
    }

    /** Ends it after the present turn. Any thread. */
    void stop() {
        isStopped = true;
    }

    /** What an agent threw, or null. Any thread. */
    Throwable failure() {
        return failure;
    }
}
