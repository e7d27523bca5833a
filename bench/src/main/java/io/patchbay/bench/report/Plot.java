package io.patchbay.bench.report;

import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.Locale;

/**
 * A plot of percentile curves as one SVG picture. Latency is on a logarithmic axis. Percentiles are spaced by 1 / (1 - p), so
 * that each further nine takes the same width.
 */
final class Plot {
    private static final String[] COLORS = {
        "#0b63b5", "#c8401b", "#2a8a3c", "#8a3fb0", "#b58900", "#00818a", "#d0317c", "#555555",
    };
    private static final String[] DASHES = {"", "7 4", "2 3"};
    private static final int WIDTH = 1_080;
    private static final int LEFT = 80;
    private static final int RIGHT = 50;
    private static final int TOP = 64;
    private static final int HEIGHT = 480;
    private static final int LEGEND_LINE = 20;
    private static final int POINTS_PER_NINE = 60;
    private static final int MAX_NINES = 6;

    private final StringBuilder svg = new StringBuilder();
    private final List<Result> curves;
    private final int nines;
    private final int lowDecade;
    private final int highDecade;

    private Plot(final List<Result> curves) {
        this.curves = curves;
        long most = 100;
        double low = Double.MAX_VALUE;
        double high = 1;
        for (final Result curve : curves) {
            final Histogram histogram = curve.latencies();
            most = Math.max(most, histogram.getTotalCount());
            low = Math.min(low, Math.max(10, histogram.getMinValue()) / 1e3);
            high = Math.max(high, histogram.getMaxValue() / 1e3);
        }
        nines = Math.min(MAX_NINES, (int)Math.ceil(Math.log10(most)));
        lowDecade = curves.isEmpty() ? 0 : (int)Math.floor(Math.log10(low));
        highDecade = Math.max(lowDecade + 1, (int)Math.ceil(Math.log10(high)));
    }

    /**
     * Draws the curves of the results that have latencies.
     *
     * @param results   all results of a run.
     * @param title     the title, with the command.
     * @param isPicture whether to return SVG alone; otherwise there is an HTML page around it.
     * @return the file's text.
     */
    static String of(final List<Result> results, final String title, final boolean isPicture) {
        final String picture = new Plot(results.stream()
            .filter(result -> result.latencies() != null && result.latencies().getTotalCount() > 0).toList()).draw(title);
        return isPicture ? picture : "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escape(title)
            + "</title></head><body style=\"margin:1em;background:#fff\">\n" + picture + "</body></html>\n";
    }

    private String draw(final String title) {
        final int height = TOP + HEIGHT + 70 + (curves.size() + 1) * LEGEND_LINE + 10;
        svg.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
            + "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">%n"
            + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n",
            WIDTH, height, WIDTH, height, WIDTH, height));
        text(LEFT, 24, "start", "font-size=\"17\" font-weight=\"bold\"", title);
        text(LEFT, 44, "start", "fill=\"#555\"", Machine.now() + " - " + Machine.describe());
        axes();
        int line = 0;
        for (final Result curve : curves) {
            curve(curve, line++);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes() {
        for (int decade = lowDecade; decade <= highDecade; decade++) {
            final double y = y(Math.pow(10, decade));
            line(LEFT, y, WIDTH - RIGHT, y, "#bbb");
            text(LEFT - 8, y + 4, "end", "", latency(decade));
            for (int step = 2; step < 10 && decade < highDecade; step++) {
                final double minor = y(step * Math.pow(10, decade));
                line(LEFT, minor, WIDTH - RIGHT, minor, "#eee");
            }
        }
        for (int nine = 0; nine <= nines; nine++) {
            final double x = x(nine);
            line(x, TOP, x, TOP + HEIGHT, "#bbb");
            text(x, TOP + HEIGHT + 18, "middle", "", percentile(nine));
        }
        final double median = x(Math.log10(2));
        line(median, TOP, median, TOP + HEIGHT, "#ddd");
        text(median, TOP + HEIGHT + 18, "middle", "", "50%");
        text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, TOP + HEIGHT + 42, "middle", "",
            "percentile of all requests, spaced by 1 / (1 - p)");
        svg.append(format("<text transform=\"translate(22 %d) rotate(-90)\" text-anchor=\"middle\">latency</text>%n",
            TOP + HEIGHT / 2));
    }

    private void curve(final Result curve, final int number) {
        final Histogram histogram = curve.latencies();
        final String style = format("stroke=\"%s\" stroke-width=\"2\" fill=\"none\" stroke-dasharray=\"%s\"",
            COLORS[number % COLORS.length], DASHES[number / COLORS.length % DASHES.length]);
        svg.append("<polyline ").append(style).append(" points=\"");
        final double last = Math.min(nines, Math.log10(histogram.getTotalCount()));
        for (int i = 0; i <= last * POINTS_PER_NINE; i++) {
            final double nine = (double)i / POINTS_PER_NINE;
            final long ns = histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -nine)));
            svg.append(format("%.1f,%.1f ", x(nine), y(Math.max(1, ns) / 1e3)));
        }
        svg.append(format("\"/>%n"));
        final int y = TOP + HEIGHT + 70 + number * LEGEND_LINE;
        svg.append(format("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s/>%n", LEFT, y - 4, LEFT + 40, y - 4, style));
        text(LEFT + 50, y, "start", "", format("%s:  p50 %s, p99 %s, p99.9 %s, max %s, %,.0f/s", curve.label(),
            us(curve, "p50_us"), us(curve, "p99_us"), us(curve, "p999_us"), us(curve, "max_us"), curve.number("rate_per_s")));
    }

    private static String us(final Result curve, final String name) {
        final double us = curve.number(name);
        return us >= 1_000 ? format("%.1f ms", us / 1_000) : format(us < 100 ? "%.2f \u00b5s" : "%.0f \u00b5s", us);
    }

    private double x(final double nine) {
        return LEFT + nine / nines * (WIDTH - LEFT - RIGHT);
    }

    private double y(final double us) {
        return TOP + HEIGHT - (Math.log10(us) - lowDecade) / (highDecade - lowDecade) * HEIGHT;
    }

    private static String latency(final int decade) {
        return decade < 0 ? format("%.0f ns", Math.pow(10, decade + 3))
            : decade < 3 ? format("%.0f \u00b5s", Math.pow(10, decade))
            : decade < 6 ? format("%.0f ms", Math.pow(10, decade - 3)) : format("%.0f s", Math.pow(10, decade - 6));
    }

    private static String percentile(final int nine) {
        return nine == 0 ? "0%" : nine == 1 ? "90%" : nine == 2 ? "99%" : "99." + "9".repeat(nine - 2) + "%";
    }

    private void line(final double x1, final double y1, final double x2, final double y2, final String color) {
        svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1, x2, y2, color));
    }

    private void text(final double x, final double y, final String anchor, final String style, final String text) {
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n", x, y, anchor, style, escape(text)));
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(final String pattern, final Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
