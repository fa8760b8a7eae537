/// Words that name nothing of a shader's own.
enum Words {
    static let keywords: Set<String> = [
        "const", "uniform", "layout", "centroid", "flat", "smooth", "invariant", "break", "continue", "do", "for",
        "while", "switch", "case", "default", "if", "else", "in", "out", "inout", "true", "false", "discard", "return",
        "lowp", "mediump", "highp", "precision", "struct",
    ]

    static let precisions: Set<String> = ["lowp", "mediump", "highp"]

    /// Kept for later versions of the language; some compilers take a few of them, others do not.
    static let reserved: Set<String> = ShaderType.absentSamplers.union([
        "attribute", "varying", "coherent", "volatile", "restrict", "readonly", "writeonly", "resource", "atomic_uint",
        "noperspective", "patch", "sample", "subroutine", "common", "partition", "active", "asm", "class", "union",
        "enum", "typedef", "template", "this", "goto", "inline", "noinline", "public", "static", "extern", "external",
        "interface", "long", "short", "double", "half", "fixed", "unsigned", "superp", "input", "output", "hvec2",
        "hvec3", "hvec4", "dvec2", "dvec3", "dvec4", "fvec2", "fvec3", "fvec4", "sampler1D", "sampler1DShadow",
        "sampler2DRect", "filter", "sizeof", "cast", "namespace", "using",
    ])
}
