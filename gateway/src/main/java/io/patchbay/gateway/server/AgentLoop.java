package io.patchbay.gateway.server;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The scheduler of one thread: runs agents in turn until it is told to stop. An agent's exception ends the loop and is kept for
 * the process to report.
 */
public final class AgentLoop implements Runnable {
    private final List<Agent> agents;
    private final IdleStrategy idle;
    private final Runnable afterWork;
    private final DutyClock clock;
    private Runnable atStart = () -> { };
    private volatile boolean isStarted;
    private volatile boolean isStopped;
    private volatile Throwable failure;

    /**
     * Creates a loop that does not run yet.
     *
     * @param agents    in the order of their turns.
     * @param idle      called after each turn, with the amount of work.
     * @param afterWork called after a turn with work; wakes other threads.
     * @param clock     of this thread; read once a turn, for all of its agents.
     */
    public AgentLoop(final List<Agent> agents, final IdleStrategy idle, final Runnable afterWork, final DutyClock clock) {
        this.agents = List.copyOf(agents);
        this.idle = idle;
        this.afterWork = afterWork;
        this.clock = clock;
    }

    /**
     * Sets a task that runs first on the loop's thread, before its agents start; it pins the thread.
     *
     * @param first to run; set before the thread starts.
     * @return this.
     */
    public AgentLoop startingWith(final Runnable first) {
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

    /** Runs the agents on the caller's thread until a condition holds, which is checked after each turn. */
    public void runUntil(final BooleanSupplier condition) {
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

    /** Returns whether all agents have started. Any thread may ask. */
    public boolean isStarted() {
        return isStarted;
    }

    /** Ends the loop after the present turn. Any thread may call it. */
    public void stop() {
        isStopped = true;
    }

    /** Returns what an agent threw, or null. Any thread may ask. */
    public Throwable failure() {
        return failure;
    }
}
