/// The style sheet of a drawing.
///
/// Each rule is written out for light and for dark pages, without variables, for programs that know only plain CSS; those
/// that do not know the question either show the light one.
enum DrawingStyle {
    static func css(types: [String]) -> String {
        var light = base + shades(.light)
        var dark = shades(.dark)
        var seen = Set<String>()
        for type in types where seen.insert(name(ofType: type)).inserted {
            let (colour, name) = (LinkColour(type), name(ofType: type))
            light += rules(name, colour.light)
            dark += rules(name, colour.dark)
        }
        return light + "@media (prefers-color-scheme: dark) {\n" + dark + "}\n"
    }

    /// The class of a type: letters, digits and dashes.
    static func name(ofType type: String) -> String {
        let first = type.prefix { $0 != "," }
        return "t-" + first.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    }

    private static func rules(_ name: String, _ colour: String) -> String {
        ".link.\(name) { stroke: \(colour); }\n.dot.\(name) { fill: \(colour); }\n"
    }

    private static let base = """
        svg { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        .link { fill: none; stroke-width: 2; stroke-linecap: round; }
        .faint { opacity: 0.35; }
        .end { text-anchor: end; }
        .title { font-weight: 600; }
        .value { font-variant-numeric: tabular-nums; }
        .badge-text { font-weight: 600; }
        .node.unneeded { opacity: 0.4; }
        .node.unknown .box, .node.possible .box { stroke-dasharray: 5 4; }
        .node.runs .box, .node.reused .box { stroke-width: 2; }

        """

    private struct Shades {
        let page, box, border, rule, title, name, value, id, field, runs, reused, unknown, badge: String

        static let light = Shades(
            page: "#f6f7f9", box: "#ffffff", border: "#c9ced6", rule: "#e6e9ee", title: "#1b1f26", name: "#59616e",
            value: "#1b1f26", id: "#8b93a1", field: "#f1f3f6", runs: "#2563eb", reused: "#15803d", unknown: "#dc2626",
            badge: "#ffffff")
        static let dark = Shades(
            page: "#17191d", box: "#24272d", border: "#41464f", rule: "#343841", title: "#f0f2f5", name: "#a7afbc",
            value: "#eceff3", id: "#7d8694", field: "#1b1d22", runs: "#6aa5ff", reused: "#4ade80", unknown: "#ff7b7b",
            badge: "#14161a")
    }

    private static func shades(_ s: Shades) -> String {
        """
        .page { fill: \(s.page); }
        .box { fill: \(s.box); stroke: \(s.border); }
        .rule { stroke: \(s.rule); fill: none; }
        .dot { stroke: \(s.box); stroke-width: 1.5; }
        .title { fill: \(s.title); }
        .name { fill: \(s.name); }
        .value { fill: \(s.value); }
        .id { fill: \(s.id); }
        .field { fill: \(s.field); }
        .runs .box { stroke: \(s.runs); }
        .runs .badge, .key.runs { fill: \(s.runs); }
        .reused .box { stroke: \(s.reused); }
        .reused .badge, .key.reused { fill: \(s.reused); }
        .possible .badge, .key.possible { fill: \(s.name); }
        .key.unneeded { fill: \(s.border); }
        .unknown .box { stroke: \(s.unknown); }
        .badge-text { fill: \(s.badge); }

        """
    }
}
