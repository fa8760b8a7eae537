/// A small dense matrix of `Double`, row after row.
struct Matrix {
    let rows: Int
    let columns: Int
    var values: [Double]

    init(rows: Int, columns: Int, values: [Double]? = nil) {
        precondition(values.map { $0.count == rows * columns } ?? true, "values of \(rows) × \(columns)")
        self.rows = rows
        self.columns = columns
        self.values = values ?? [Double](repeating: 0, count: rows * columns)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    func row(_ row: Int) -> ArraySlice<Double> { values[row * columns..<(row + 1) * columns] }

    /// The means of the columns.
    var means: [Double] {
        var sums = [Double](repeating: 0, count: columns)
        for row in 0..<rows { for column in 0..<columns { sums[column] += self[row, column] } }
        return sums.map { $0 / Double(max(1, rows)) }
    }

    func subtracting(_ means: [Double]) -> Matrix {
        var result = self
        for row in 0..<rows { for column in 0..<columns { result[row, column] -= means[column] } }
        return result
    }

    /// Rows times rows: [rows, rows].
    var outerGram: Matrix {
        var gram = Matrix(rows: rows, columns: rows)
        for a in 0..<rows {
            for b in 0...a {
                var sum = 0.0
                for column in 0..<columns { sum += self[a, column] * self[b, column] }
                gram[a, b] = sum
                gram[b, a] = sum
            }
        }
        return gram
    }

    /// Columns times columns: [columns, columns].
    var innerGram: Matrix { transposed.outerGram }

    var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows { for column in 0..<columns { result[column, row] = self[row, column] } }
        return result
    }

    func times(_ vector: [Double]) -> [Double] {
        (0..<rows).map { row in
            var sum = 0.0
            for column in 0..<columns { sum += self[row, column] * vector[column] }
            return sum
        }
    }

    /// The solution of `self · x = vector`, by Cholesky's factors; `self` is symmetric and positive definite.
    ///
    /// - Returns: nil if it is not.
    func solving(_ vector: [Double]) -> [Double]? {
        var lower = self
        for row in 0..<rows {
            for column in 0...row {
                var sum = self[row, column]
                for inner in 0..<column { sum -= lower[row, inner] * lower[column, inner] }
                if row == column {
                    guard sum > 0 else { return nil }
                    lower[row, row] = sum.squareRoot()
                } else {
                    lower[row, column] = sum / lower[column, column]
                }
            }
        }
        var solution = vector
        for row in 0..<rows {
            for column in 0..<row { solution[row] -= lower[row, column] * solution[column] }
            solution[row] /= lower[row, row]
        }
        for row in (0..<rows).reversed() {
            for below in row + 1..<max(rows, row + 1) { solution[row] -= lower[below, row] * solution[below] }
            solution[row] /= lower[row, row]
        }
        return solution
    }
}
