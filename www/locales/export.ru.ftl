# Что лаборатория сохраняет и открывает. Те же ключи, что в export.en.ftl.

save-title = Сохранить и открыть
save-close = Закрыть
save-busy = Минуту…
save-saved = Сохранено: { $file }, { $size } КБ.
save-opened = Открыто: { $file }.
save-goOn = Чтобы продолжить позже или в другом месте
save-model = Модель
save-numbers = Числа
save-figures = Рисунки
save-figures-hint = Такими, как сейчас, с их цветами. SVG остаётся чётким при любом размере, PNG годится везде.
save-figure = Рисунок { $number }
save-open = Открыть

save-kind-session = Сеанс
save-kind-session-hint = Настройки, веса, память оптимизатора, кривые. Открытое на другой машине обучение продолжится отсюда; на процессоре — бит в бит.
save-kind-weights = Веса
save-kind-weights-hint = safetensors с именами и раскладкой PyTorch; его читает сценарий.
save-kind-script = Сценарий PyTorch
save-kind-script-hint = Собирает модель в PyTorch, сверяет её с этой страницей и учит дальше.
save-kind-onnx = ONNX
save-kind-onnx-hint = Модель с весами в одном файле, для onnxruntime и других движков.
save-kind-architecture = Архитектура
save-kind-architecture-hint = Каждый слой с размерами, параметрами и операциями, в JSON.
save-kind-word2vec = Текст word2vec
save-kind-word2vec-hint = В строке слово и его вектор: так их читают gensim и другие.
save-kind-vectors = Таблица векторов
save-kind-vectors-hint = Для Embedding Projector: по вектору в строке…
save-kind-metadata = Таблица слов
save-kind-metadata-hint = …и слова с частотами, по одному на те же строки.
save-kind-metrics = Измерения
save-kind-metrics-hint = Что измерено шаг за шагом, в CSV; столбцы названы в первой строке.
save-kind-scores = Оценки
save-kind-scores-hint = Ошибки каждой модели по горизонтам, в CSV.
save-kind-forecasts = Прогнозы
save-kind-forecasts-hint = Что каждая модель сказала из каждой точки проверочной части, в CSV.

save-open-session = Сеанс
save-open-session-hint = Берёт его настройки и продолжает с того же места. Если он не подходит, всё остаётся как есть.
save-open-weights = Веса
save-open-weights-hint = Файл, сохранённый здесь или сценарием PyTorch с --save. Обучение начнётся заново с шага 0 с этими весами; если они не подходят, всё остаётся как есть.

failure-bad-session = Это не сеанс Nabla: { $reason ->
    [cut] файл оборван
    [large] тензоров больше, чем в любом сеансе
    [header] его начало не читается
    [tensors] тензоры в нём не такие, как заявлено
   *[silent] не сказано, какой лаборатории и с какими настройками
}. Выберите файл, сохранённый здесь как сеанс; прежнее осталось.
failure-session-newer = Этот сеанс сохранён более новой Nabla.
failure-session-too-large = Этот запуск слишком велик для сеанса: тензоров в нём { $tensors }.
failure-session-of-lab = Это сеанс другой лаборатории: { $lab }. Откройте его там.
failure-session-data = Этот сеанс учился на «{ $name }», а здесь другой текст. Загрузите сначала его, потом сеанс.
failure-weights-format = Это не файл весов, который можно прочесть: { $reason ->
    [cut] файл оборван
    [header] заголовок длиннее, чем нужно любой модели здесь
    [tensors] тензоров больше, чем у любой модели здесь
   *[broken] он повреждён или это не .safetensors
}. Прежнее осталось.
failure-weights-missing = Файл не подходит этой модели: в нём нет тензора { $name }.
failure-weights-shape = Файл не подходит этой модели: у { $name } размеры [{ $found }], а нужны [{ $needed }].
failure-weights-unknown = Файл не подходит этой модели: у неё нет тензора { $name }.
failure-weights-kind = { $name } состоит не из чисел F32, F16 или BF16.
failure-weights-not-finite = В { $name } есть число, которое не конечно.
failure-weights-negative = В { $name } есть отрицательное число, а дисперсия отрицательной не бывает.
failure-weights-vocabulary = Модель из файла училась на другом тексте: у неё другой словарь.
failure-weights-classes = Сеть из файла различает другие классы.
