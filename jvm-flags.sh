# The flags of the JVM: those of the command, those of the user. Sourced by ./patchbay; nothing else names them, since a JVM that a
# benchmark or the demo starts gets the flags of its parent. What Java's modules must open stands in pom.xml.

# a terminal command wants to be back soon
terminal="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
# the tables of ids are large and looked up at random: huge pages where the system gives them on request
reading="-XX:+UseSerialGC"
# what comes from outside is checked where it comes in, not again at each access
serving="-XX:+UseParallelGC -Dagrona.disable.bounds.checks=true -XX:MaxInlineLevel=30 -XX:InlineSmallCode=4000
    -XX:FreqInlineSize=600"
# what a JVM of 24 or newer warns about, and the libraries do on purpose
allowed="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
case $OSTYPE in linux*) reading+=" -XX:+UseTransparentHugePages" serving+=" -XX:+UseTransparentHugePages" ;; esac

# Puts the words of VARIABLE into the array `words`. Quotes and backslashes hold as in a shell; nothing is expanded.
split() { # VARIABLE
    local text=${!1:-}
    words=()
    case $text in *[![:space:]]*) ;; *) return ;; esac
    text=$(xargs printf '%s\n' <<<"$text" 2>/dev/null) || fail "$1 has a quote that does not end: ${!1}"
    while IFS= read -r text; do words+=("$text"); done <<<"$text"
}

# Adds to the array `flags` where the native libraries are: in the build, so that no command unpacks them to a temporary directory.
add_natives() {
    local dir=$home/gateway/target/native
    flags+=(-XX:-UsePerfData -Dproject.build.directory="$home/target")
    [ ! -d "$dir/jni/$HOSTTYPE-Linux" ] || flags+=(
        -Djffi.boot.library.path="$dir/jni/$HOSTTYPE-Linux"
        -Djna.boot.library.path="$dir/com/sun/jna/linux-${HOSTTYPE/_/-}"
        -Djava.library.path="$dir/META-INF/native:${LD_LIBRARY_PATH:-}:/usr/java/packages/lib:/usr/lib64:/lib64:/lib:/usr/lib"
    )
}

# Ends with 3 where the machine would stop Java before any of our code runs: for want of files, or by a clock that was never set,
# with which timed waits of the Java runtime may not end.
check_machine() { # COMMAND
    local files up now
    files=$(ulimit -Hn)
    [ "$files" = unlimited ] || [ "$files" -ge 128 ] ||
        fail "a process may open $files files here, and Java with its libraries needs 128: raise the limit (ulimit -n 1024)"
    case $1 in server | gateway | engine) ;; *) return ;; esac
    read -r up _ 2>/dev/null </proc/uptime || return 0
    printf -v now '%(%s)T' -1
    [ "$now" -ge $((${up%.*} - 1)) ] || fail "the wall clock says $(TZ=UTC printf '%(%FT%TZ)T' "$now"), and the machine has been up for ${up%.*} s: set the clock, then start again"
}

# Puts the flags of a command and of the user into the array `flags`. A collector that the user chooses wins.
jvm_flags() { # FLAGS
    local word words given="${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${PATCHBAY_JAVA_OPTS:-}"
    split PATCHBAY_JAVA_OPTS
    set -f
    for word in $given; do
        # the JDK's argument files
        case $word in @?*) [ -f "${word#@}" ] && given+=" $(<"${word#@}")" ;; esac
    done
    flags=(-XX:+DisplayVMOutputToStderr -Xlog:all=warning:stderr)
    add_natives
    [ "$version" -ge 24 ] || allowed=
    for word in $allowed $1; do
        [[ $word == -XX:+Use*GC && $given =~ -XX:[+-]Use(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC ]] || flags+=("$word")
    done
    for word in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}; do
        # the JVM reads these before the flags above, which end what they log to stdout and stderr
        [[ $word != -Xlog* && $word != -verbose:gc ]] || flags+=("$(logged_to_stderr "$word")")
    done
    set +f
    for word in ${words[@]+"${words[@]}"}; do
        flags+=("$(logged_to_stderr "$word")")
    done
    flags+=(-Xlog:all=off:stdout)
    [[ $given != *[!\ ]* && $(ulimit -v) == unlimited ]] || try_java
}

# Prints a flag; one that logs to stdout, as one that logs to stderr.
logged_to_stderr() { # FLAG
    local flag=$1
    case $flag in -verbose:gc | -XX:+PrintGC) flag=-Xlog:gc ;; -XX:+PrintGCDetails) flag='-Xlog:gc*' ;; esac
    case $flag in
        -Xlog:disable* | -Xlog:help* | -Xlog:async*) ;;
        *) [[ ! $flag =~ ^-Xlog(:([^:]*)(:(stdout)?(:.*)?)?)?$ ]] || flag=-Xlog:${BASH_REMATCH[2]}:stderr${BASH_REMATCH[5]} ;;
    esac
    printf '%s' "$flag"
}

# Ends with 3 where the JVM does not start with these flags: it would end with 1, which means something else here.
try_java() {
    local flag trial=() said
    for flag in "${flags[@]}"; do
        # no debugger, agent, recording or file of the user's is started for a trial
        case $flag in -agent* | -javaagent* | -Xrun* | -Xlog:*file=* | *Record* | *Archive* | -XX:AOT*) ;; *) trial+=("$flag") ;; esac
    done
    said=$("$java" "${trial[@]}" -XX:-AlwaysPreTouch -version 2>&1) && return
    [ "$(ulimit -v)" = unlimited ] || fail "Java does not start with $(ulimit -v) KiB of addresses (ulimit -v): lift that, and bound memory by PATCHBAY_JAVA_OPTS=-Xmx…"
    printf '%s\n' "$said" >&2
    fail "Java does not start with the flags given (look at PATCHBAY_JAVA_OPTS and JAVA_TOOL_OPTIONS)"
}

# Makes Java read arguments and file names as UTF-8: by the locale, which may be another, or missing on this machine.
speak_utf8() {
    local locale letter=$'\xc3\xa9' before=${LC_ALL:-}
    for locale in C.UTF-8 C.utf8 en_US.UTF-8; do
        LC_ALL=$locale
        [ ${#letter} -ne 1 ] || { export LC_ALL; return; }
    done 2>/dev/null
    LC_ALL=$before
}
