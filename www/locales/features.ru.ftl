# Лаборатория признаков по-русски, загружается вместе с ней. Ключи те же, что в features.en.ftl (проверяет locales/check.mjs).

features-name = Лаборатория признаков
features-points = Обучений
features-best = Лучший
features-finished = Этот опыт закончен. «Сброс» повторит его; другой можно выбрать над графиком.
features-ms = мс
features-s = с
reason-cpu-small-model = Считает процессор: классические модели знают только его, а сети невелики. Для сравнения выберите WebGPU.

features-model = Модель
features-model-logistic = Логистическая регрессия
features-model-knn = k ближайших соседей
features-model-tree = Дерево решений
features-model-mlp = MLP
features-model-cnn = CNN
features-permuted = { $model }, перестановка

## Состязание

features-contest = Вручную или выучено
setting-experiment = Опыт
features-experiment-samples = Число изображений
features-experiment-shift = Сдвиг
features-experiment-rotation = Поворот
features-experiment-noise = Шум
features-experiment-locality = Локальность
features-lead-samples = Логистическая регрессия, соседи и дерево читают признаки, сделанные вручную (они ниже); сети читают пиксели и делают свои. Каждая точка — отдельное обучение на стольких изображениях, проверка — на одних и тех же отложенных: { $test }.
features-lead-shift = Каждая модель один раз учится на изображениях как есть ({ $train }). Потом проверочные изображения ({ $test }) сдвигаются на столько пикселей; направление выбирает зерно.
features-lead-rotation = Каждая модель один раз учится на изображениях как есть ({ $train }). Потом проверочные изображения ({ $test }) поворачиваются на столько градусов; сторону выбирает зерно.
features-lead-noise = Каждая модель один раз учится на изображениях как есть ({ $train }). Потом к проверочным изображениям ({ $test }) прибавляется шум: нормальный, с таким стандартным отклонением, белое — 1.
features-lead-locality = Все пиксели меняются местами, одинаково в каждом изображении. MLP всё равно, где какой пиксель; свёртка живёт соседями. Каждая точка — отдельное обучение, проверка — на изображениях ({ $test }) в том же порядке.
features-axis-samples = обучающих изображений
features-axis-shift = сдвиг, пиксели
features-axis-rotation = поворот, градусы
features-axis-noise = шум, стандартное отклонение
features-axis-locality = обучающих изображений
features-accuracy = Верно, %
features-accuracy-label = Точность каждой модели: { $experiment }. Числа — в таблице ниже.
features-time = Время обучения
features-time-label = Сколько секунд училась каждая модель, с вычислением признаков. Числа — в таблице ниже.
features-phase-measuring = измеряет изображения
features-phase-training = учится
features-phase-testing = проверяется
features-now = { $model }, { $x }: { $phase }, { $percent } %
features-so-far = Закончено обучений: { $points } из { $total }.
features-all-done = Все обучения этого опыта закончены.
features-all = Провести все опыты
features-save = Сохранить точки (CSV)
features-column-train = Обучение на
features-column-right = Верно
features-column-training = Обучение
features-column-testing = Проверка
features-plain-image = Проверочное изображение как есть
features-permuted-image = Те же пиксели в другом порядке

## Что получилось, словами

features-verdict-none = Нажмите «Обучить»: что получится, будет сказано здесь — по самим числам.
features-amount-samples = { $x } изображений
features-amount-shift = { $x } пикс. сдвига
features-amount-rotation = { $x }° поворота
features-amount-noise = { $x } шума
features-verdict-at-classical = { $amount }: выигрывают признаки, сделанные вручную; { $best } — { $bestShare } %, { $other } — { $otherShare } %.
features-verdict-from-classical = От { $from } до { $amount }: выигрывают признаки, сделанные вручную; при { $x }: { $best } — { $bestShare } %, { $other } — { $otherShare } %.
features-verdict-at-learned = { $amount }: выигрывают выученные признаки; { $best } — { $bestShare } %, { $other } — { $otherShare } %.
features-verdict-from-learned = От { $from } до { $amount }: выигрывают выученные признаки; при { $x }: { $best } — { $bestShare } %, { $other } — { $otherShare } %.
features-verdict-at-same = { $amount }: разница не больше случайной; { $best } — { $bestShare } %, { $other } — { $otherShare } %.
features-verdict-from-same = От { $from } до { $amount }: разница не больше случайной; при { $x }: { $best } — { $bestShare } %, { $other } — { $otherShare } %.
features-verdict-sides = В каждой точке сравниваются лучшие модели двух сторон: одна — из тех, что читают признаки, сделанные вручную, другая — из сетей, которые делают свои.
features-verdict-keeps = { $amount }: больше всех сохраняет { $kept }: { $keptTo } % после { $keptFrom } %. Больше всех теряет { $lost }: { $lostTo } % после { $lostFrom } %.
features-verdict-locality-loses = { $who } теряет { $points } п. п., когда пиксели переставлены: было { $plain } %, стало { $permuted } % (изображений { $train }).
features-verdict-locality-keeps = { $who } не теряет от перестановки пикселей ничего, чего не объяснил бы случай: { $plain } % и { $permuted } % (изображений { $train }).
features-verdict-time = На { $train } изображениях быстрее всех учится { $fast } ({ $fastTime }), медленнее всех — { $slow } ({ $slowTime }).

## Признаки изображения

features-look = Признаки, сделанные вручную
features-look-lead = Выберите изображение: каждый признак объяснён, нарисован поверх него и показан с его числами.
features-part = Изображения
features-part-test = отложенные
features-part-train = обучающие
features-index = Номер
features-previous = Предыдущее изображение
features-next = Следующее изображение
features-any = Любое
features-is = На нём: { $label }
features-used = читают классические модели
features-not-used = сейчас не читается
features-kind-means = Средние пикселей
features-kind-symmetry = Симметрия
features-kind-zoning = Зоны
features-kind-edges = Края
features-kind-pca = Главные компоненты
features-about-means = Сколько чернил: всего, в каждой строке и в каждом столбце.
features-about-symmetry = Насколько изображение совпадает со своим отражением слева направо и сверху вниз и с собой после поворота на пол-оборота; 1 — симметрично.
features-about-zoning = Изображение разрезано на 4 × 4 зоны; каждая даёт среднее своих пикселей.
features-about-edges = В каждой четверти: сколько краёв каждого из нескольких направлений (гистограмма градиента). Градусы — направление градиента, он идёт поперёк края: 0° — вертикальный край. Где именно лежит штрих, почти неважно.
features-about-pca = Направления, вдоль которых обучающие изображения различаются сильнее всего. Изображение — их сумма; вот доли и то, что по ним восстановлено.
features-most-telling = Числа ({ $count }), которые больше всего говорят о классе:
features-explained = Компонент: { $count }, на них приходится { $share } % дисперсии.
features-all-numbers = Все числа ({ $count })
features-column-all = все числа
features-column-most = самые говорящие
features-column-measured = Измерено
features-column-here = Здесь
features-column-mean = Все изображения
features-column-told = Говорит
features-value-mean = среднее всех пикселей
features-value-row = строка { $number }
features-value-column = столбец { $number }
features-value-left-right = слева направо
features-value-top-bottom = сверху вниз
features-value-half-turn = пол-оборота
features-value-zone = зона { $row }, { $column }
features-value-edge = { $quarter }, { $degrees }°
features-value-component = компонента { $number }
features-quarter-0-0 = слева вверху
features-quarter-0-1 = справа вверху
features-quarter-1-0 = слева внизу
features-quarter-1-1 = справа внизу
features-picture-image = изображение
features-picture-left-right = разница слева направо
features-picture-top-bottom = разница сверху вниз
features-picture-half-turn = разница после пол-оборота
features-picture-zones = средние зон
features-picture-strength = сила краёв
features-picture-direction = направление краёв
features-picture-mean = среднее изображение
features-picture-rebuilt = восстановлено

features-class-fashion-0 = футболка
features-class-fashion-1 = брюки
features-class-fashion-2 = пуловер
features-class-fashion-3 = платье
features-class-fashion-4 = пальто
features-class-fashion-5 = сандалии
features-class-fashion-6 = рубашка
features-class-fashion-7 = кроссовки
features-class-fashion-8 = сумка
features-class-fashion-9 = ботильоны

## Ответы

features-predict = Что о нём говорят модели
features-predict-lead = Отвечают модели, обученные последними, каждая в своей строке.
features-predict-none = Сначала обучите модели: тогда каждая скажет здесь, что видит на изображении выше.
features-chosen = Выбранное изображение
features-column-says = Говорит
features-column-sure = Уверенность
features-right = ✓ верно
features-wrong = ✗ неверно
features-neighbours-asked = ближайшие соседи —
features-neighbour = { $label } (изображение { $index }, расстояние { $distance })
features-questions = заданные вопросы ({ $count })
features-question = { $name } ≤ { $threshold }? Здесь { $value }: { $answer }
features-yes = да
features-no = нет

## Настройки

setting-data = Изображения
setting-models = Кто участвует
setting-features = Признаки, сделанные вручную
setting-samples = Числа изображений
setting-trainOn = Учиться на
setting-testImages = Проверять на
setting-neighbours = Соседей
setting-depth = Глубина дерева
setting-epochs = Эпох
features-option-mnist = Цифры
features-option-fashion = Одежда
features-option-auto = Авто
features-option-webgpu = WebGPU
features-option-cpu = Процессор
features-images = { $train } для обучения, { $test } отложено, классов: { $classes }
features-origin = Происхождение и лицензия
features-group-images = Изображения
features-group-images-now = для обучения: { $train }
features-group-learning = Обучение
features-hint-features = Классические модели читают отмеченные, одни рядом с другими.
features-hint-samples = Для опытов с числом изображений и с локальностью, например 10, 100, 1000.
features-hint-trainOn = Для сдвига, поворота и шума.
features-hint-testImages = На стольких измеряется каждая точка.
features-hint-neighbours = k: сколько соседей голосует.
features-hint-depth = Не больше стольких вопросов подряд.
features-hint-epochs = Сколько раз сети видят все изображения; когда их мало, всё равно делается 200 шагов.
features-hint-seed = Выбора изображений, начальных весов и того, что делается с проверочными.
