# The flags of the JVM: those of the command, those of the user. Sourced by ./patchbay; nothing else names them, since a JVM that a
# benchmark or the demo starts gets the flags of its parent. What Java's modules must open stands in pom.xml.

# a terminal command wants to be back soon
terminal="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
# the tables of ids are large and looked up at random: huge pages where the system gives them on request
reading="-XX:+UseSerialGC"
# what comes from outside is checked where it comes in, not again at each access
serving="-XX:+UseParallelGC -XX:-UsePerfData -Dagrona.disable.bounds.checks=true -XX:MaxInlineLevel=30 -XX:InlineSmallCode=4000
    -XX:FreqInlineSize=600"
case $OSTYPE in linux*) reading+=" -XX:+UseTransparentHugePages" serving+=" -XX:+UseTransparentHugePages" ;; esac

# Puts the words of VARIABLE into the array `words`. Quotes and backslashes hold as in a shell; nothing is expanded.
split() { # VARIABLE
    local text=${!1:-}
    words=()
    case $text in *[![:space:]]*) ;; *) return ;; esac
    text=$(xargs printf '%s\n' <<<"$text" 2>/dev/null) || fail "$1 has a quote that does not end: ${!1}"
    while IFS= read -r text; do words+=("$text"); done <<<"$text"
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
    [ "$version" -lt 24 ] || flags+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
    for word in $1; do
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
