package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Tests services without any server.
 */
@Timeout(20)
class ServiceTest {
    @Test
    void shouldAnswerInProcess() {
        final Service pricing = Service.named("pricing").method("quote", request -> "{\"for\":" + request.json() + "}");

        final Reply reply = pricing.call("quote", "{\"symbol\":\"EUR\"}").join();

        assertEquals("{\"for\":{\"symbol\":\"EUR\"}}", reply.json());
        assertFalse(reply.more());
    }

    @Test
    void shouldAnswerLater() {
        final CompletableFuture<String> source = new CompletableFuture<>();
        final Service service = Service.named("s").asyncMethod("m", request -> source);

        final CompletableFuture<Reply> reply = service.call("m", "1");
        final boolean doneBefore = reply.isDone();
        source.complete("2");

        assertFalse(doneBefore);
        assertEquals("2", reply.join().json());
    }

    @Test
    void shouldAnswerSeveralTimes() {
        final Service service = Service.named("s").streamMethod("m", (request, replies) -> {
            replies.more("1");
            replies.more("2");
            replies.last("3");
            replies.last("4");
        });
        final List<String> answers = new ArrayList<>();

        service.call("m", Payload.NULL, new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                answers.add(reply.json() + reply.more());
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                answers.add(failure.getMessage());
            }
        });

        assertEquals(List.of("1true", "2true", "3false"), answers);
    }

    @Test
    void shouldAnswerWithAnErrorOfItsOwn() {
        final Service service = Service.named("s").method("m", request -> {
            throw new ErrorReplyException("no-price", "market is closed");
        });

        final CompletionException failure = assertThrows(CompletionException.class, () -> service.call("m", "1").join());

        final ErrorReplyException error = assertInstanceOf(ErrorReplyException.class, failure.getCause());
        assertEquals("no-price", error.code());
        assertEquals("market is closed", error.text());
    }

    @Test
    void shouldHideTheMessageOfAHandlersException() {
        final Service service = Service.named("s").asyncMethod("m", request -> CompletableFuture.failedFuture(
            new IllegalStateException("password is 1234")));

        final CompletionException failure = assertThrows(CompletionException.class, () -> service.call("m", "1").join());

        final ErrorReplyException error = assertInstanceOf(ErrorReplyException.class, failure.getCause());
        assertEquals("internal", error.code());
        assertFalse(error.text().contains("1234"));
    }

    @Test
    void shouldNotAnswerWithInvalidJson() {
        final Service service = Service.named("s").method("m", request -> "{oops");

        final CompletionException failure = assertThrows(CompletionException.class, () -> service.call("m", "1").join());

        assertEquals("internal", assertInstanceOf(ErrorReplyException.class, failure.getCause()).code());
    }

    @Test
    void shouldRefuseInvalidNamesAndVersions() {
        assertThrows(IllegalArgumentException.class, () -> Service.named("1abc"));
        assertThrows(IllegalArgumentException.class, () -> Service.named("a").version("1.0"));
        assertThrows(IllegalArgumentException.class, () -> Service.named("a").method("", request -> ""));
        assertThrows(IllegalArgumentException.class, () -> Service.named("a").method("b", request -> "")
            .method("b", request -> ""));
        assertThrows(IllegalArgumentException.class, () -> Service.named("a").call("b", "1"));
    }

    @Test
    void shouldNotChangeWhenAMethodIsAdded() {
        final Service one = Service.named("a").method("b", request -> "1");

        final Service two = one.method("c", request -> "2");

        assertEquals(List.of("b"), one.methods());
        assertEquals(List.of("b", "c"), two.methods());
        assertTrue(two.version().equals(one.version()));
    }
}
