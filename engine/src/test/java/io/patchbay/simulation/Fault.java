package io.patchbay.simulation;

import io.patchbay.engine.Instance;
import io.patchbay.engine.OpenRequest;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.UnhandledReason;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import java.util.function.UnaryOperator;

/**
 * Deliberate faults in production classes. {@link SimLoader} puts in one at a time as it loads the classes. A simulation that
 * does not find them would prove nothing.
 */
enum Fault {
    /** A distant timer is lost when it moves to a lower level of the wheel. */
    LOST_TIMER("engine.TimerWheel", "cascade", Edits::withoutPlace),
    /** One-way messages from before a restart are forgotten. */
    DUPLICATE_AFTER_RESTART("host.Fold", "message", Edits::notWhileCatchingUp),
    /** A draining instance is still a candidate. */
    DELIVERY_TO_DRAINING("engine.Instance", "beginDrain", Edits::withoutRetire),
    /** The end of a request whose instance is lost is sent twice. */
    END_TWICE("engine.Endings", "unhandled", Edits::unhandledTwice),
    /** A draining instance stays registered after its gateway is lost. */
    GHOST_INSTANCE("engine.Engine", "lose", Edits::notIfDraining),
    /** There is no service-offline where the last instance left with its gateway. */
    OFFLINE_MISSING("engine.Endings", "leave", Edits::noOfflineWithGateway),
    /** A frame overtakes frames that wait. */
    WRONG_ORDER("delivery.Receivers", "send", Edits::backlogLooksEmpty),
    /** Replies that are not the last go to the instance that sent them. */
    WRONG_REQUESTER("engine.Engine", "answer", Edits::moreToAnswerer),
    /** One ended id too few is remembered. */
    LOST_ENDED_ID("engine.EndedIds", "evictSurplus", Edits::evictsOneMore),
    /** The turn of the round robin depends on an object's address in memory. */
    NOT_DETERMINISTIC("engine.Route", "turn", Edits::turnByIdentity),
    /** After a restart, the first frame that a receiver is missing of a record is left out. */
    GAP_AFTER_RESTART("delivery.Receiver", "lacks", Edits::lacksOneLess),
    /** Requests are sent after their deadline. */
    LATE_REQUEST("delivery.Receivers", "isWithheld", Edits::neverWithheld),
    /** A gateway assigns the streams that the gateway before it in its slot assigned. This was once so. */
    STREAM_REUSED("delivery.GatewayLink", "gateway", Edits::streamsFromFirst),
    /** A stream for which there was no room is never requested again. This was once so. */
    STREAM_GIVEN_UP("delivery.PendingPublication", "poll", Edits::neverRetried),
    /** Record times follow all leaps of the wall clock. This was once so, for leaps forward. */
    CLOCK_FOLLOWS_LEAPS("journal.JournalClock", "nanoTime", Edits::wallTime),
    /** The difference to the wall clock that remains after a leap is closed at once. */
    SLEW_WITHOUT_BOUND("journal.JournalClock", "slewPpm", Edits::boundless),
    /** A start from a snapshot does not check that all receivers have received the frames from before it. */
    SNAPSHOT_TOO_NEW("delivery.FrameMarks", "areReceived", Edits::alwaysTrue),
    /** The limits of remembered ids are not restored from a snapshot. */
    SNAPSHOT_WITHOUT_LIMITS("engine.StateCopy", "readSettings", Edits::withoutLimits),
    /** Messages that waited for a service are routed in reverse order. */
    REJOIN_OUT_OF_ORDER("engine.Endings", "rejoined", Edits::fromTheEnd),
    /** The grace of a service that went while another gateway ran does not begin anew with the next start of a gateway. */
    GRACE_FROM_THE_LOSS("engine.ExpectedServices", "gatewayStarted", Edits::neverRenewable),
    /** A withheld request is named by the index of the record that routed it, and not by its own. */
    WITHHELD_BY_FRAME("delivery.Delivery", "message", Edits::indexOfFrame);

    final MethodEdit edit;

    Fault(final String owner, final String method, final UnaryOperator<MethodVisitor> edit) {
        this.edit = new MethodEdit(owner, method, edit);
    }

    /** Edits of methods; each changes one place of its method. */
    private static final class Edits {
        private static final String REASON = Type.getInternalName(DisconnectReason.class);
        private static final String UNHANDLED = Type.getInternalName(UnhandledReason.class);
        private static final String INSTANCE = Type.getInternalName(Instance.class);
        private static final String REQUEST = Type.getInternalName(OpenRequest.class);

        static MethodVisitor withoutPlace(final MethodVisitor next) {
            return MethodEdit.withoutCall(next, "place", Opcodes.POP2);
        }

        static MethodVisitor withoutRetire(final MethodVisitor next) {
            return MethodEdit.withoutCall(next, "retire", Opcodes.POP2, Opcodes.POP);
        }

        static MethodVisitor withoutLimits(final MethodVisitor next) {
            return MethodEdit.withoutCall(next, "limits", Opcodes.POP, Opcodes.POP2, Opcodes.POP);
        }

        static MethodVisitor backlogLooksEmpty(final MethodVisitor next) {
            return MethodEdit.withoutCall(next, "isEmpty", Opcodes.POP, Opcodes.ICONST_1);
        }

        static MethodVisitor notWhileCatchingUp(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    final Label on = new Label();
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitFieldInsn(Opcodes.GETFIELD, "io/patchbay/host/Fold", "isCatchingUp", "Z");
                    visitJumpInsn(Opcodes.IFEQ, on);
                    visitVarInsn(Opcodes.ALOAD, 1);
                    visitFieldInsn(Opcodes.GETFIELD, "io/patchbay/engine/input/MessageInput", "responder",
                        "Lorg/agrona/concurrent/UnsafeBuffer;");
                    visitMethodInsn(Opcodes.INVOKEVIRTUAL, "org/agrona/concurrent/UnsafeBuffer", "capacity", "()I", false);
                    visitJumpInsn(Opcodes.IFNE, on);
                    visitInsn(Opcodes.RETURN);
                    visitLabel(on);
                }
            };
        }

        static MethodVisitor unhandledTwice(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(final int opcode, final String owner, final String name, final String descriptor,
                    final boolean isInterface) {
                    if (name.equals("unhandledMessage")) {
                        final Label once = new Label();
                        visitVarInsn(Opcodes.ALOAD, 2);
                        visitFieldInsn(Opcodes.GETSTATIC, UNHANDLED, "INSTANCE_LOST", "L" + UNHANDLED + ";");
                        visitJumpInsn(Opcodes.IF_ACMPNE, once);
                        visitInsn(Opcodes.DUP2);
                        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                        visitLabel(once);
                    }
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            };
        }

        static MethodVisitor notIfDraining(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    if (name.equals("gone")) {
                        visitInsn(Opcodes.DUP);
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                        visitInsn(Opcodes.SWAP);
                        super.visitFieldInsn(opcode, owner, "draining", descriptor);
                        visitInsn(Opcodes.IOR);
                    } else {
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                    }
                }
            };
        }

        static MethodVisitor noOfflineWithGateway(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(final int opcode, final String owner, final String name, final String descriptor,
                    final boolean isInterface) {
                    if (name.equals("serviceOffline")) {
                        final Label told = new Label();
                        final Label end = new Label();
                        visitVarInsn(Opcodes.ALOAD, 2);
                        visitFieldInsn(Opcodes.GETSTATIC, REASON, "GATEWAY_LOST", "L" + REASON + ";");
                        visitJumpInsn(Opcodes.IF_ACMPNE, told);
                        visitInsn(Opcodes.POP2);
                        visitInsn(Opcodes.POP);
                        visitJumpInsn(Opcodes.GOTO, end);
                        visitLabel(told);
                        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                        visitLabel(end);
                    } else {
                        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                    }
                }
            };
        }

        static MethodVisitor moreToAnswerer(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                private int seen;

                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    if (name.equals("asker") && ++seen == 2) {
                        final Label last = new Label();
                        final Label end = new Label();
                        visitVarInsn(Opcodes.ALOAD, 1);
                        super.visitFieldInsn(Opcodes.GETFIELD, "io/patchbay/engine/input/ReplyInput", "more", "Z");
                        visitJumpInsn(Opcodes.IFEQ, last);
                        super.visitFieldInsn(Opcodes.GETFIELD, REQUEST, "instance", "L" + INSTANCE + ";");
                        visitJumpInsn(Opcodes.GOTO, end);
                        visitLabel(last);
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                        visitLabel(end);
                    } else {
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                    }
                }
            };
        }

        static MethodVisitor evictsOneMore(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitJumpInsn(final int opcode, final Label label) {
                    super.visitJumpInsn(opcode == Opcodes.IF_ICMPLE ? Opcodes.IF_ICMPLT : opcode, label);
                }
            };
        }

        static MethodVisitor turnByIdentity(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitInsn(final int opcode) {
                    if (opcode == Opcodes.IRETURN) {
                        visitVarInsn(Opcodes.ALOAD, 0);
                        visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "identityHashCode", "(Ljava/lang/Object;)I",
                            false);
                        super.visitInsn(Opcodes.ICONST_1);
                        super.visitInsn(Opcodes.IAND);
                        super.visitInsn(Opcodes.ICONST_M1);
                        super.visitInsn(Opcodes.IXOR);
                        super.visitInsn(Opcodes.IAND);
                    }
                    super.visitInsn(opcode);
                }
            };
        }

        static MethodVisitor lacksOneLess(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                    if (name.equals("hadN")) {
                        visitInsn(Opcodes.ICONST_1);
                        visitInsn(Opcodes.IADD);
                    }
                }
            };
        }

        static MethodVisitor neverWithheld(final MethodVisitor next) {
            return MethodEdit.instead(next, Opcodes.ICONST_0, Opcodes.IRETURN);
        }

        static MethodVisitor alwaysTrue(final MethodVisitor next) {
            return MethodEdit.instead(next, Opcodes.ICONST_1, Opcodes.IRETURN);
        }

        static MethodVisitor fromTheEnd(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    super.visitFieldInsn(opcode, owner, name.equals("firstPending") ? "lastPending"
                        : name.equals("nextPending") ? "previousPending" : name, descriptor);
                }
            };
        }

        static MethodVisitor neverRenewable(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    if (name.equals("renewable")) {
                        visitInsn(Opcodes.POP);
                        visitInsn(Opcodes.ICONST_0);
                    } else {
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                    }
                }
            };
        }

        static MethodVisitor indexOfFrame(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    if (name.equals("index") && owner.endsWith("MessageInput")) {
                        visitInsn(Opcodes.POP);
                        visitVarInsn(Opcodes.ALOAD, 0);
                        super.visitFieldInsn(opcode, "io/patchbay/delivery/Delivery", name, descriptor);
                    } else {
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                    }
                }
            };
        }

        static MethodVisitor streamsFromFirst(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    if (name.equals("nextStream")) {
                        visitInsn(Opcodes.POP2);
                    } else {
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                    }
                }
            };
        }

        static MethodVisitor neverRetried(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                    if (name.equals("isRetried")) {
                        visitInsn(Opcodes.POP);
                        visitInsn(Opcodes.ICONST_0);
                    }
                }
            };
        }

        static MethodVisitor wallTime(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    visitVarInsn(Opcodes.ALOAD, 0);
                    visitFieldInsn(Opcodes.GETFIELD, "io/patchbay/journal/clock/JournalClock", "wall",
                        "Lorg/agrona/concurrent/EpochNanoClock;");
                    visitMethodInsn(Opcodes.INVOKEINTERFACE, "org/agrona/concurrent/EpochNanoClock", "nanoTime", "()J", true);
                    visitInsn(Opcodes.LRETURN);
                }
            };
        }

        /** Returns after the division by a time constant, so that nothing bounds the result. */
        static MethodVisitor boundless(final MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    visitVarInsn(Opcodes.LLOAD, 0);
                    visitLdcInsn(1_000L);
                    visitInsn(Opcodes.LDIV);
                    visitInsn(Opcodes.LRETURN);
                }
            };
        }
    }
}
