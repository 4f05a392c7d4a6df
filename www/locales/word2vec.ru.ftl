# Лаборатория векторных представлений по-русски, загружается вместе с ней. Те же ключи, что и в word2vec.en.ftl.

word2vec-name = Лаборатория векторных представлений
word2vec-unit-speed = слов/с
reason-cpu-small-model = Считает процессор: обучение идёт слово за словом, и видеокарта в основном ждала бы. С полным softmax она может быть быстрее; здесь это не измерено: для сравнения выберите WebGPU.

word2vec-finished = Готово: текст прочитан столько раз, сколько задано ({ $epochs }). «Сброс» начинает заново, как и другое число эпох.
word2vec-word = Слово
word2vec-count = Встречается
word2vec-place = Место
word2vec-unknown = Слова «{ $word }» нет в словаре. Ближайшие по написанию:
failure-unknown-word = Слова «{ $value }» нет в словаре. Ближайшие по написанию: { $nearest }.
failure-text-empty = В тексте нет слов. Прежний текст остался.
failure-too-few-words = Только { $have } разных слов встречаются { $value } и более раз; нужно { $need }. Прежний текст остаётся.

## Карта

word2vec-map = Карта слов
word2vec-map-first = Нажмите «Обучать»: слова начнут со случайных мест и перейдут туда, где их окружение.
word2vec-map-lead = Направления, в которых векторы различаются сильнее всего. Слова с одинаковым окружением сходятся; щёлкните по слову, потяните карту.
word2vec-map-label = Карта слов. Стрелки двигают её, плюс и минус увеличивают и уменьшают, ноль показывает всё. Те же слова — в списке под ней.
word2vec-map-label-3 = Карта слов в трёх измерениях. Стрелки поворачивают её, с Shift — двигают; плюс и минус увеличивают и уменьшают, ноль показывает всё. Те же слова — в списке под ней.
word2vec-map-tools = Осмотр карты
word2vec-zoom-in = Увеличить
word2vec-zoom-out = Уменьшить
word2vec-zoom-reset = Показать всё
word2vec-search = Найти слово
word2vec-near = его ближайшие соседи
setting-dimensions = Измерения карты
word2vec-dimensions-2 = 2-D
word2vec-dimensions-3 = 3-D
setting-mapWords = Слов на ней
word2vec-umap = UMAP
word2vec-umap-hint = Раскладывает слова так, чтобы близкие остались близкими (McInnes и др. 2018). Нужно несколько секунд; берутся векторы этого момента.
word2vec-umap-stop = Остановить UMAP
word2vec-umap-back = Вернуться к PCA
word2vec-umap-busy = UMAP раскладывает слова … { $percent } %
word2vec-umap-done = UMAP: слов { $words }, векторы шага { $step }. Близкие слова остались близкими; далёкие расстояния мало что значат.
word2vec-umap-failed = UMAP не удалось выполнить ({ $message }).
word2vec-save-map = Сохранить карту (SVG)
word2vec-map-none = Векторы готовятся …
word2vec-map-facts = Слов: { $words }, вдоль главных компонент; на них { $percents } дисперсии. Шаг { $step }.
word2vec-list = Слова карты списком
word2vec-axis = Ось { $axis }
word2vec-more = Ещё { $number }

## Слово

word2vec-neighbours = Соседи
word2vec-neighbours-lead = Слова, векторы которых направлены туда же: косинус угла между ними сейчас и в ходе обучения.
word2vec-random = Пока все векторы случайны.
word2vec-word-facts = в тексте { $count }×, место по частоте { $rank }; длина вектора { $norm }
word2vec-neighbour = Сосед
word2vec-cosine = Косинус
word2vec-history = В ходе обучения
word2vec-history-label = Косинус в моменты обучения, всего { $steps }, сначала { $first }

## Аналогии

word2vec-analogies = Аналогии
word2vec-analogies-lead = Что относится к c так, как a к b? Слова, ближайшие к a − b + c, где длина всех векторов — 1.
word2vec-analogy-a = a
word2vec-analogy-b = − b
word2vec-analogy-c = + c
word2vec-analogy-unknown = Нет в словаре: { $words }. Выберите другие слова.
word2vec-left-out = Сами три слова в список не входят; среди всех слов
word2vec-would-stand = было бы на месте { $place }
word2vec-arrows = Стрелки на карте
word2vec-try = Попробуйте
word2vec-works = С этим текстом верно
word2vec-fails = С этим текстом неверно
word2vec-expected = а не { $word }, место { $place }

## p(w|u)

word2vec-context = Окружение слова: p(w|u)
word2vec-context-full = Насколько вероятно w в контексте u. Обучение приближает это к частотам текста.
word2vec-context-cbow = CBOW угадывает w по среднему x̄ слов вокруг; здесь u стоит там одно.
word2vec-context-sampled = Насколько вероятно w в контексте u по этим векторам. Отрицательное сэмплирование эту сумму не обучает: его произведения говорят, насколько чаще случайного встречаются два слова (Levy и Goldberg 2014), поэтому редкие слова выходят слишком вероятными, а частые — слишком маловероятными.
word2vec-context-facts = Знаменатель — сумма exp по всем словам ({ $words }): { $denominator }. Это w на месте { $place }. Слов рядом с u в тексте: { $beside }.
word2vec-order = Какие слова
word2vec-order-probability = вероятнейшие по векторам
word2vec-order-count = чаще всего рядом
word2vec-bars = Векторы, текст
word2vec-into-formula = Подставить в формулу

## Обучение

word2vec-loss = Потеря
word2vec-loss-tied = Среднее −log p(w|u) пары, в натах. Угадывание среди V слов стоило бы log V.
word2vec-loss-untied = Среднее −log p(w|u) пары, в натах. Угадывание среди V слов стоило бы log V.
word2vec-loss-skip-gram = Верного слова вместе с его шумом, в натах. С полным softmax не сравнима.
word2vec-loss-cbow = Верного слова вместе с его шумом, в натах. С полным softmax не сравнима.
word2vec-loss-label = Потеря по шагам, сейчас { $loss }. Числа — в таблице ниже.
word2vec-quality = Качество
word2vec-quality-lead = Десять раз за обучение проверяется двумя тестами, которых в обучении нет.
word2vec-quality-label = Ранговая корреляция и доля верных аналогий по шагам. Числа — ниже.
word2vec-quality-none = Ещё не проверялось.
word2vec-quality-toy = В десяти предложениях нет слов, о которых спрашивают.
word2vec-spearman = WordSim-353: ранговая корреляция { $value } с мнением людей, пар в словаре { $pairs } из { $of }
word2vec-accuracy = Аналогии Google: верно { $right } из { $asked }; всего { $of }, в остальных есть слова не из словаря
word2vec-sections = Аналогии по разделам
word2vec-section = Раздел
word2vec-share = Доля
word2vec-right = Верно
word2vec-asked = Спрошено
word2vec-of = { $asked } из { $of }

## Частоты, словарь, файлы

word2vec-counts = Как часто слова стоят рядом: n
word2vec-counts-lead = Строка — u, столбец — w, сначала самые частые: сколько раз w стоит не далее { $window } слов от u. Чем ярче цвет, тем больше — по логарифму, от наименьшего числа здесь до наибольшего.
word2vec-counts-label = Матрица частот. Числа — в таблице ниже.
word2vec-counts-facts = Наибольшее число здесь { $largest }; строк во всей матрице { $total }. Потяните, чтобы идти по диагонали; щелчок выбирает слово.
word2vec-counts-pairs = Пар, которые хоть раз встретились: { $pairs }.
word2vec-counts-first = Первые { $number } из них.
word2vec-counts-to = К слову «{ $word }»
word2vec-ranks = Слова с { $from } по { $to }
word2vec-matrices = Все числа, которые учатся
word2vec-matrices-tied = Одна матрица x, по строке на слово; здесь их можно прочесть все.
word2vec-matrices-lead = Две матрицы, по строке на слово: x для u и x′ для w; здесь числа можно прочесть все.
word2vec-vocabulary = Словарь
word2vec-vocabulary-lead = Слов { $vocabulary }: те, что встречаются { $rarest } и более раз, из { $distinct } разных. В тексте слов: { $words }, предложений: { $sentences }; оставлено { $kept }, за эпоху читается { $read }: частые слова прореживаются.
word2vec-begins = Начинается с
word2vec-found = Слов: { $found }
word2vec-kept = Читается
word2vec-files = Взять векторы с собой
word2vec-files-lead = Векторы такими, какие они сейчас.
word2vec-file-word2vec = Текстовый формат word2vec: открывается в gensim через KeyedVectors.load_word2vec_format.
word2vec-file-weights = Все матрицы, для PyTorch и других; словарь — в метаданных.
word2vec-file-vocabulary = Слова и частоты в порядке строк.
word2vec-file-vectors = Векторы для Embedding Projector.
word2vec-file-metadata = И имена к ним.
word2vec-file-metrics = Потеря и качество по шагам.

## Настройки

setting-texts = Текст
word2vec-hint-texts = Что читается. Другой текст начинает с шага 0, с подходящими ему настройками.
word2vec-texts-bibles = Обе Библии
word2vec-texts-books = Все пять книг
word2vec-texts-some = Несколько вместе
word2vec-text-kjv = Библия короля Якова
word2vec-text-web = Библия на современном английском
word2vec-text-shakespeare = Шекспир
word2vec-text-milton = Мильтон
word2vec-text-austen = Остин
word2vec-text-glosses = Толкования WordNet
word2vec-text-toy = Десять предложений
word2vec-text-own = Мой текст
word2vec-corpus = Слов: { $words }, в словаре: { $vocabulary }
word2vec-together = Читать несколько вместе
word2vec-origins = Происхождение и лицензия
word2vec-own-hint = UTF-8, до 20 МБ, на любом языке; лучше по предложению в строке. Текст остаётся на этой машине.
setting-objective = Целевая функция
word2vec-objective-tied = Полный softmax, одна матрица
word2vec-objective-untied = Полный softmax, две матрицы
word2vec-objective-skip-gram = Skip-gram с отрицательным сэмплированием
word2vec-objective-cbow = CBOW с отрицательным сэмплированием
word2vec-about-tied = Как в лекции: p(w|u) по всем словам, один вектор слова для обеих сторон. Каждый шаг суммирует по всему словарю, поэтому в нём 4000 слов. Похожие слова сходятся, но слово тогда вероятно рядом с самим собой, чего нет ни в одном тексте: соседи слабее, чем при отрицательном сэмплировании (обе Библии, 4000 слов: верны 59 из 756 аналогий против 129).
word2vec-about-untied = То же с векторами x для u и x′ для w: слово не обязано быть вероятным рядом с самим собой, и частоты передаются точнее (обе Библии, 4000 слов: верны 75 из 756 аналогий; skip-gram 129).
word2vec-about-skip-gram = Каждое слово вокруг предсказывает слово в середине — против K слов шума вместо всех V: во сто раз дешевле, и векторы хороши.
word2vec-about-cbow = Среднее слов вокруг предсказывает слово в середине. Ещё быстрее; редкие слова учатся хуже.
setting-size = Размерность D
word2vec-hint-size = Сколько чисел в векторе слова.
setting-epochs = Эпохи
word2vec-hint-epochs = Сколько раз читается текст.
word2vec-group-words = Слова и окно
setting-window = Окно
word2vec-hint-window = Как далеко слово смотрит в каждую сторону.
setting-reach = Охват
word2vec-option-dynamic = случайный
word2vec-option-fixed = постоянный
word2vec-hint-reach = Случайный: каждый раз от 1 до окна, поэтому близкие слова весят больше.
setting-minCount = Минимальная частота
word2vec-hint-minCount = Более редкие слова пропускаются: учиться им почти не на чем.
setting-vocabulary = Размер словаря
word2vec-hint-vocabulary = V: не больше стольких самых частых слов.
setting-sample = Прореживание
word2vec-hint-sample = Слова с большей долей в тексте иногда пропускаются. 0 — читаются все.
word2vec-group-learning = Обучение
setting-negatives = Слов шума K
word2vec-hint-negatives = Столько неверных слов противостоит каждому верному.
setting-noisePower = Показатель шума
word2vec-hint-noisePower = Шум берётся по частотам в этой степени. 1 — как в тексте; 0 — все слова поровну.
word2vec-hint-learningRate = η вначале; дальше убывает по прямой. 0 — подходящее для целевой функции.
word2vec-hint-seed = Задаёт первые векторы, окна и шум: то же зерно — тот же ход обучения.
word2vec-hint-batch = Сколько слов u в одном шаге; 0 — все, и градиент точен.
word2vec-option-adam = Adam
word2vec-option-sgd = SGD
word2vec-option-rmsprop = RMSprop
word2vec-option-auto = авто
word2vec-option-webgpu = WebGPU
word2vec-option-cpu = процессор
