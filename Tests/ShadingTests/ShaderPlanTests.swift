import Lanes
import Testing

@testable import Shading

/// What is the same for all pixels is found once, and branches that all of them take are taken out. Truth: the same shader, made
/// to look as if every pixel had its own.
struct ShaderPlanTests {
    /// `own` stands for a zero that is known, that comes from outside, or that each pixel finds.
    private static let bodies = [
        // Loops that are left, cut short and nested, with a counter of their own.
        """
        float sum = own;
        for (int i = int(own); i < 9; i++) {
            if (i == 3 + int(own)) continue;
            if (float(i) + own > 6.5) break;
            for (int j = 0; j <= i + int(own); j++) sum += float(i * j) * 0.01 + v_texCoord.x;
        }
        fragColor = vec4(sum, v_texCoord, 1.0 + own);
        """,
        // A function that is left early, and one that changes what it is given.
        """
        float x = v_texCoord.x;
        float a = early(x, 0.5 + own);
        swap(x, a, own);
        fragColor = vec4(x, a, early(v_texCoord.y, own), own);
        """,
        // Arrays, read and written by an index.
        """
        float table[5];
        for (int i = 0; i < 5; i++) table[i + int(own)] = float(i) + v_texCoord.y;
        table[2 + int(own)] += own + 7.0;
        const float known[4] = float[4](1.0, 2.0, 4.0, 8.0);
        fragColor = vec4(table[int(own) + 3], table[2], known[int(own) + 1], known[int(v_texCoord.x * 4.0)]);
        """,
        // Cases that go on into the next, choices, and a condition with an effect.
        """
        int n = 1 + int(own);
        float x = own;
        switch (n) { case 0: x = 1.0; case 1: x += 2.0; case 2: x += v_texCoord.x; break; default: x = 9.0; }
        bool any = x > 1.0 + own && (n++ > 0);
        fragColor = vec4(x, float(n), any ? own + 3.0 : v_texCoord.y, n > 1 ? 1.0 : 0.0);
        """,
        // Derivatives, a discarded pixel, and what is written only where one goes on.
        """
        float x = own * 2.0 + 1.0;
        if (v_texCoord.x + own < 0.2) discard;
        if (own > 0.5) x = 5.0;
        vec2 slope = vec2(dFdx(v_texCoord.x * x), dFdy(own + 2.0));
        while (x < 4.0 + own) { x += 0.75; if (v_texCoord.y > x + own) x = 3.9; }
        fragColor = vec4(slope * 10.0, x, fwidth(v_texCoord.y));
        """,
        // Pixels that leave a loop one after another, and sums that must not go on for them.
        """
        float sum = 0.0;
        float left = v_texCoord.x * 20.0 + own;
        int passes = int(own);
        do {
            float part = left * 0.25;
            if (part < 0.3) { part = 0.3; }
            left -= part;
            sum += part * part;
            passes++;
        } while (left > 1.0 && passes < 30);
        fragColor = vec4(sum, left, float(passes), texture(u_image0, vec2(left, own)).g);
        """,
    ]

    @Test(arguments: bodies)
    func `what is common to all pixels is what each would find`(body: String) throws {
        let values = (0..<40 * 9 * 3).map { Float($0 % 37) / 37 }
        let picture = LanePicture(values.span, width: 40, height: 9, channels: 3)
        let found = try ["0.0", "u_float0", "(v_texCoord.x * 0.0)"].map { own in
            let source = """
                #version 300 es
                precision highp float;
                uniform sampler2D u_image0;
                uniform float u_float0;
                in vec2 v_texCoord;
                out vec4 fragColor;
                float early(float x, float limit) {
                    if (limit > x) return x * 2.0;
                    for (int i = 0; i < 4; i++) { x += limit; if (x > 1.25) return x + 10.0; }
                    return -x;
                }
                void swap(inout float a, inout float b, float own) {
                    float c = a;
                    if (own > 0.5) return;
                    a = b;
                    if (b > 0.75) return;
                    b = c + own;
                }
                void main() {
                    float own = \(own);
                    \(body)
                }
                """
            let made = try shade(
                source, width: 70, height: 5, pictures: [picture], uniforms: ["u_float0": .floats([0])])
            return try #require(made)[0]
        }
        #expect(found[0].contains { $0 != 0 })
        #expect(found[0].map(\.bitPattern) == found[2].map(\.bitPattern))
        #expect(found[1].map(\.bitPattern) == found[2].map(\.bitPattern))
    }
}
