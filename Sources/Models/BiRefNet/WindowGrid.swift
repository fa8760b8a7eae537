import Tensors

/// How a grid of tokens is cut into square windows. The grid is moved up and to the left first, what leaves it coming in on
/// the other side, and filled up on the right and below.
struct WindowGrid {
    let height, width: Int
    /// Tokens along the edge of a window.
    let edge: Int
    let shift: Int
    let rows, columns: Int

    init(height: Int, width: Int, edge: Int, shift: Int) {
        (self.height, self.width, self.edge, self.shift) = (height, width, edge, shift)
        (rows, columns) = ((height + edge - 1) / edge, (width + edge - 1) / edge)
    }

    /// Some rows of windows.
    struct Strip {
        /// Numbers in the grid of those tokens that are there, window by window.
        let tokens: [Int]
        /// For each place of each window which of `tokens` lies there; `tokens.count` where the grid is filled up.
        let places: [Int]
        /// For each of `tokens` its place.
        let placeOfToken: [Int]
        /// Of each window, as `kinds` numbers them.
        let kinds: [Int]

        var isFull: Bool { tokens.count == places.count }
    }

    func strip(_ windowRows: Range<Int>) -> Strip {
        let (fullHeight, fullWidth) = (rows * edge, columns * edge)
        var (tokens, places, placeOfToken, kinds): ([Int], [Int], [Int], [Int]) = ([], [], [], [])
        let count = windowRows.count * columns * edge * edge
        tokens.reserveCapacity(count)
        places.reserveCapacity(count)
        // What fills up a window gets its number when that of tokens is known.
        let missing = -1
        for windowRow in windowRows {
            for windowColumn in 0..<columns {
                kinds.append(kind(row: windowRow, column: windowColumn))
                for index in 0..<edge * edge {
                    let row = (windowRow * edge + index / edge + shift) % fullHeight
                    let column = (windowColumn * edge + index % edge + shift) % fullWidth
                    guard row < height, column < width else {
                        places.append(missing)
                        continue
                    }
                    placeOfToken.append(places.count)
                    places.append(tokens.count)
                    tokens.append(row * width + column)
                }
            }
        }
        for place in places.indices where places[place] == missing { places[place] = tokens.count }
        return Strip(tokens: tokens, places: places, placeOfToken: placeOfToken, kinds: kinds)
    }

    /// Windows that differ in what may see what: where the grid was moved, the last ones hold tokens from both sides of it.
    ///
    /// 0 for those within, 1 in the last column, 2 in the last row, 3 in both.
    private func kind(row: Int, column: Int) -> Int {
        shift == 0 ? 0 : (column == columns - 1 ? 1 : 0) + (row == rows - 1 ? 2 : 0)
    }

    /// What is added to the scores of each kind of window, 0 or -100.
    ///
    /// - Shapes: [kinds, T, T].
    var barriers: Tensor {
        let places = edge * edge
        return Tensor(shape: [shift == 0 ? 1 : 4, places, places]) { values in
            for kind in 0..<values.count / (places * places) {
                func side(_ place: Int) -> Int {
                    let isRight = kind & 1 != 0 && place % edge >= edge - shift
                    let isBelow = kind & 2 != 0 && place / edge >= edge - shift
                    return (isRight ? 1 : 0) + (isBelow ? 2 : 0)
                }
                let sides = (0..<places).map(side)
                for query in 0..<places {
                    for key in 0..<places {
                        values[(kind * places + query) * places + key] = sides[query] == sides[key] ? 0 : -100
                    }
                }
            }
        }
    }
}
